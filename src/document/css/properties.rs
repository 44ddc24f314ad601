//! The properties that take effect, and the values they accept.

use crate::document::css::declarations::{Declarations, Display, ListStyle, Script, TextAlign, Toggle, WhiteSpace};
use crate::document::css::keywords::{
    clips, display, is_size_zero, keyword, list_style, list_style_type, opacity, script, slant, text_indent, weight,
    white_space,
};
use crate::document::css::shapes::{Size, clip, clip_path, is_apart, offset};
use crate::document::css::value::Component;

/// Boxes farther outside than this many pixels are off the screen.
const OFF_SCREEN: f32 = -999.0;

/// Reads a value into the properties it sets. `None` if it is invalid.
type Set = fn(&[Component], &mut Values) -> Option<()>;

/// A property or shorthand.
pub(super) struct Property(&'static str, Set);

const PROPERTIES: &[Property] = &[
    Property("display", |value, to| set(&mut to.display, display(value))),
    Property("visibility", |value, to| {
        set(
            &mut to.visible,
            keyword(value, &[("visible", true), ("hidden", false), ("collapse", false), ("initial", true)]),
        )
    }),
    Property("content-visibility", |value, to| {
        set(
            &mut to.contents,
            keyword(value, &[("visible", true), ("auto", true), ("hidden", false), ("initial", true)]),
        )
    }),
    Property("opacity", |value, to| set(&mut to.opacity, opacity(value))),
    Property("transform", |value, to| {
        set(&mut to.moved, value.first().map(|part| matches!(part, Component::Function(..))))
    }),
    Property("white-space", |value, to| set(&mut to.white, white_space(value))),
    Property("white-space-collapse", |value, to| set(&mut to.white, white_space(value))),
    Property("text-align", |value, to| set(&mut to.align, keyword(value, ALIGNMENTS))),
    Property("text-indent", |value, to| set(&mut to.indent, text_indent(value))),
    Property("direction", |value, to| {
        set(&mut to.rtl, keyword(value, &[("ltr", false), ("rtl", true), ("initial", false)]))
    }),
    Property("font", font),
    Property("font-weight", |value, to| set(&mut to.bold, one(value).and_then(weight))),
    Property("font-style", |value, to| set(&mut to.italic, value.first().and_then(slant))),
    Property("font-size", |value, to| set(&mut to.no_size, one(value).and_then(is_size_zero))),
    Property("text-decoration", decoration),
    Property("text-decoration-line", decoration),
    Property("vertical-align", |value, to| set(&mut to.script, one(value).map(script))),
    Property("list-style", |value, to| set(&mut to.list, list_style(value))),
    Property("list-style-type", |value, to| set(&mut to.list, one(value).and_then(list_style_type))),
    Property("float", |value, to| {
        let sides = ["left", "right", "inline-start", "inline-end"].map(|side| (side, true));
        set(&mut to.floats, keyword(value, &sides).or(keyword(value, &[("none", false), ("initial", false)])))
    }),
    Property("caption-side", |value, to| {
        set(&mut to.caption_below, keyword(value, &[("top", false), ("bottom", true), ("block-end", true)]))
    }),
    Property("position", |value, to| {
        let kinds = [("static", 0), ("initial", 0), ("relative", 1), ("sticky", 1), ("absolute", 2), ("fixed", 2)];
        set(&mut to.position, keyword(value, &kinds))
    }),
    Property("left", |value, to| set(&mut to.offsets[0], one(value).map(offset))),
    Property("right", |value, to| set(&mut to.offsets[1], one(value).map(offset))),
    Property("top", |value, to| set(&mut to.offsets[2], one(value).map(offset))),
    Property("bottom", |value, to| set(&mut to.offsets[3], one(value).map(offset))),
    Property("width", |value, to| set(&mut to.sizes[0], one(value).map(Size::of))),
    Property("height", |value, to| set(&mut to.sizes[1], one(value).map(Size::of))),
    Property("max-width", |value, to| set(&mut to.sizes[2], one(value).map(Size::of))),
    Property("max-height", |value, to| set(&mut to.sizes[3], one(value).map(Size::of))),
    Property("overflow", |value, to| set(&mut to.clips, value.last().map(clips))),
    Property("overflow-x", |value, to| set(&mut to.clips, one(value).map(clips))),
    Property("overflow-y", |value, to| set(&mut to.clips, one(value).map(clips))),
    Property("clip", |value, to| set(&mut to.clipped, one(value).map(clip))),
    Property("clip-path", |value, to| set(&mut to.clip_path, value.first().map(clip_path))),
    Property("margin", sides),
    Property("padding", sides),
    Property("margin-left", side),
    Property("margin-right", side),
    Property("padding-left", side),
    Property("padding-right", side),
];

const ALIGNMENTS: &[(&str, TextAlign)] = &[
    ("start", TextAlign::Start),
    ("justify", TextAlign::Start),
    ("initial", TextAlign::Start),
    ("end", TextAlign::End),
    ("left", TextAlign::Left),
    ("-webkit-left", TextAlign::Left),
    ("right", TextAlign::Right),
    ("-webkit-right", TextAlign::Right),
    ("center", TextAlign::Center),
    ("-webkit-center", TextAlign::Center),
    ("-moz-center", TextAlign::Center),
];

/// The valid values of a declaration block.
#[derive(Default)]
pub(super) struct Values {
    display: Option<Display>,
    visible: Option<bool>,
    contents: Option<bool>,
    opacity: Option<f32>,
    /// Whether the box is moved or scaled.
    moved: Option<bool>,
    white: Option<WhiteSpace>,
    align: Option<TextAlign>,
    indent: Option<bool>,
    rtl: Option<bool>,
    bold: Option<Toggle>,
    italic: Option<Toggle>,
    no_size: Option<bool>,
    underline: Option<bool>,
    line_through: Option<bool>,
    script: Option<Script>,
    list: Option<ListStyle>,
    floats: Option<bool>,
    caption_below: Option<bool>,
    /// 1 relative, 2 out of flow.
    position: Option<u8>,
    /// Left, right, top, bottom.
    offsets: [Option<f32>; 4],
    /// Width, height, the maximum of each.
    sizes: [Option<Size>; 4],
    clips: Option<bool>,
    clipped: Option<bool>,
    clip_path: Option<bool>,
    apart: Option<bool>,
}

impl Property {
    /// The property with this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        PROPERTIES.iter().find(|Self(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Sets the property. `None` if the value is invalid.
    pub(super) fn set(&self, value: &[Component], to: &mut Values) -> Option<()> {
        (self.1)(value, to)
    }
}

fn set<T>(to: &mut Option<T>, value: Option<T>) -> Option<()> {
    *to = Some(value?);
    Some(())
}

/// The only component of a value.
fn one(value: &[Component]) -> Option<&Component> {
    match value {
        [component] => Some(component),
        _ => None,
    }
}

/// `font`: everything before the size is style or weight, and what is left out becomes normal.
fn font(value: &[Component], to: &mut Values) -> Option<()> {
    if let [Component::Word(word)] = value {
        // A system font, or a keyword for all properties.
        let inherits = matches!(word.as_str(), "inherit" | "unset");
        let normal = if inherits { Toggle::Inherit } else { Toggle::Off };
        (to.bold, to.italic) = (Some(normal), Some(normal));
        return Some(());
    }
    let size = value.iter().position(|part| {
        matches!(part, Component::Length(_) | Component::Percentage(_))
            || matches!(part, Component::Number(number) if *number == 0.0)
            || part.word().is_some_and(|word| FONT_SIZES.contains(&word))
    })?;
    // A family is required.
    value.get(size + 1)?;
    let before = value.get(..size).unwrap_or_default();
    let normal = |part: &&Component| part.word() != Some("normal");
    to.bold = Some(before.iter().filter(normal).find_map(weight).unwrap_or(Toggle::Off));
    to.italic = Some(before.iter().filter(normal).find_map(slant).unwrap_or(Toggle::Off));
    to.no_size = value.get(size).map(Component::is_zero);
    Some(())
}

const FONT_SIZES: [&str; 10] =
    ["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger"];

/// `text-decoration`: the lines among style, colour and thickness.
fn decoration(value: &[Component], to: &mut Values) -> Option<()> {
    let has = |line| value.iter().any(|part| part.word() == Some(line));
    if value.is_empty() || has("inherit") || has("revert") || has("revert-layer") {
        return None;
    }
    to.underline = Some(has("underline"));
    to.line_through = Some(has("line-through"));
    Some(())
}

/// `margin` and `padding`.
fn sides(value: &[Component], to: &mut Values) -> Option<()> {
    let (right, left) = match value {
        [all] => (all, all),
        [_, sides] | [_, sides, _] => (sides, sides),
        [_, right, _, left] => (right, left),
        _ => return None,
    };
    to.apart = Some(to.apart == Some(true) || is_apart(right) || is_apart(left));
    Some(())
}

/// `margin-left` and its like.
fn side(value: &[Component], to: &mut Values) -> Option<()> {
    to.apart = Some(to.apart == Some(true) || is_apart(one(value)?));
    Some(())
}

impl Values {
    /// Replaces what `over` sets.
    pub(super) fn overlay(&mut self, over: Self) {
        fn put<T>(to: &mut Option<T>, over: Option<T>) {
            if over.is_some() {
                *to = over;
            }
        }
        put(&mut self.display, over.display);
        put(&mut self.visible, over.visible);
        put(&mut self.contents, over.contents);
        put(&mut self.opacity, over.opacity);
        put(&mut self.moved, over.moved);
        put(&mut self.white, over.white);
        put(&mut self.align, over.align);
        put(&mut self.indent, over.indent);
        put(&mut self.rtl, over.rtl);
        put(&mut self.bold, over.bold);
        put(&mut self.italic, over.italic);
        put(&mut self.no_size, over.no_size);
        put(&mut self.underline, over.underline);
        put(&mut self.line_through, over.line_through);
        put(&mut self.script, over.script);
        put(&mut self.list, over.list);
        put(&mut self.floats, over.floats);
        put(&mut self.caption_below, over.caption_below);
        put(&mut self.position, over.position);
        self.offsets.iter_mut().zip(over.offsets).for_each(|(to, over)| put(to, over));
        self.sizes.iter_mut().zip(over.sizes).for_each(|(to, over)| put(to, over));
        put(&mut self.clips, over.clips);
        put(&mut self.clipped, over.clipped);
        put(&mut self.clip_path, over.clip_path);
        put(&mut self.apart, over.apart);
    }

    /// What takes effect.
    pub(super) fn declarations(self) -> Declarations {
        let position = self.position.unwrap_or(0);
        let concealed = self.is_concealed(position);
        let width = self.sizes[0];
        Declarations {
            display: self.display,
            visible: self.visible,
            white: self.white,
            align: self.align,
            rtl: self.rtl,
            indent: self.indent,
            bold: self.bold,
            italic: self.italic,
            underline: self.underline,
            line_through: self.line_through,
            script: self.script,
            list: self.list,
            no_size: self.no_size,
            caption_below: self.caption_below,
            // What is out of flow does not float (CSS 2 §9.7).
            floats: self.floats == Some(true) && position < 2,
            no_area: [0, 1].iter().all(|side| self.sizes[*side] == Some(Size::Nothing)),
            concealed,
            full_width: width == Some(Size::Full),
            apart: self.apart == Some(true) || width.is_some_and(|width| width != Size::Auto),
        }
    }

    fn is_concealed(&self, position: u8) -> bool {
        let nothing = self.sizes.contains(&Some(Size::Nothing));
        // What is also moved comes in with an animation.
        self.opacity.is_some_and(|opacity| opacity <= 0.0) && self.moved != Some(true)
            || self.contents == Some(false)
            || nothing && self.clips == Some(true)
            || self.clip_path == Some(true)
            || position == 2 && self.clipped == Some(true)
            || position > 0 && self.offsets.iter().flatten().any(|offset| *offset <= OFF_SCREEN)
    }
}
