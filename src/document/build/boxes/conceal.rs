//! Which elements with an invisible box are hidden. Some pages hide their article until a script has run, by
//! `visibility`, `opacity` or a height of 0; since no script runs here, such an article is shown.

use html5ever::{LocalName, local_name};

use crate::document::build::boxes::styles::Styles;
use crate::document::html::tree::{ROOT, Tree};

/// What a picture counts, in characters.
const PICTURE: u32 = 100;
/// A body has at least this many characters.
const LEAST_BODY: u32 = 200;

/// The weights of all elements: the characters of their text, and what their pictures count.
pub(in crate::document) struct Concealment {
    weights: Vec<u32>,
    /// Whether so much is invisible that only a script can show the article.
    awaits_script: bool,
}

impl Concealment {
    /// Weighs the elements of a tree.
    pub(in crate::document) fn of<'t>(tree: &'t Tree, styles: &mut Styles<'t>) -> Self {
        let order: Vec<u32> = tree.descendants(ROOT).collect();
        let mut weights = vec![0_u32; tree.nodes.len()];
        for id in order.iter().rev() {
            let own = own_weight(tree, *id);
            let Some(weight) = weights.get_mut(*id as usize) else { continue };
            *weight = weight.saturating_add(own);
            let weight = *weight;
            if let Some(above) = weights.get_mut(tree.node(*id).parent as usize) {
                *above = above.saturating_add(weight);
            }
        }
        let mut concealment = Self { weights, awaits_script: false };
        // What each element adds: it is invisible if it or an element around it is.
        let mut invisible = vec![false; tree.nodes.len()];
        let mut sum = 0_u32;
        for id in order {
            let parent = tree.node(id).parent;
            let around = invisible.get(parent as usize).copied().unwrap_or(false);
            let own = !around && is_invisible(tree, id, styles) && concealment.hides(tree, id);
            if own {
                sum = sum.saturating_add(concealment.weight(id));
            }
            if let Some(flag) = invisible.get_mut(id as usize) {
                *flag = around || own;
            }
        }
        concealment.awaits_script = concealment.is_body(sum);
        concealment
    }

    /// Whether an element with an invisible box is hidden.
    pub(in crate::document) fn hides(&self, tree: &Tree, id: u32) -> bool {
        let is_content = is_main(tree, id) || comes_in(tree, id) || was_pasted(tree, id);
        !self.awaits_script && !is_content && !self.is_body(self.weight(id))
    }

    fn is_body(&self, weight: u32) -> bool {
        weight >= LEAST_BODY && weight > self.weight(ROOT) / 2
    }

    fn weight(&self, id: u32) -> u32 {
        self.weights.get(id as usize).copied().unwrap_or(0)
    }
}

fn is_invisible<'t>(tree: &'t Tree, id: u32, styles: &mut Styles<'t>) -> bool {
    tree.attribute(id, "style").is_some_and(|style| {
        let css = styles.get(style);
        css.concealed || css.visible == Some(false)
    })
}

/// The elements that contain an article by their name, and that of articles on WeChat.
fn is_main(tree: &Tree, id: u32) -> bool {
    let main = [local_name!("html"), local_name!("body"), local_name!("main"), local_name!("article")];
    tree.html(id).is_some_and(|name| main.contains(name)) || tree.attribute(id, "id") == Some("js_content")
}

/// Whether an element is a box off the screen in which TinyMCE 3 received pasted text. Often the text was never moved from
/// there to its place, so it is part of the article.
fn was_pasted(tree: &Tree, id: u32) -> bool {
    ["id", "class"].iter().any(|name| matches!(tree.attribute(id, name), Some("_mcePaste" | "mcePaste")))
}

/// Whether an animation shows the element as soon as it is scrolled to: of AOS, Sal, ScrollReveal, Webflow, Framer, WOW.
fn comes_in(tree: &Tree, id: u32) -> bool {
    let marks = ["data-aos", "data-sal", "data-sr-id", "data-w-id", "data-framer-appear-id"];
    let classes = ["wow", "aos-init", "animated", "animate__animated", "js-scroll-reveal"];
    tree.attributes(id).iter().any(|attribute| match &*attribute.name.local {
        "class" => attribute.value.split_ascii_whitespace().any(|class| classes.contains(&class)),
        name => marks.contains(&name),
    })
}

fn own_weight(tree: &Tree, id: u32) -> u32 {
    if let Some(text) = tree.text_of(id) {
        let parent = tree.html(tree.node(id).parent).map(|name| &**name);
        let is_shown = !matches!(parent, Some("script" | "style" | "title" | "noscript" | "iframe"));
        return if is_shown { text.chars().filter(|c| !c.is_whitespace()).count() as u32 } else { 0 };
    }
    if tree.html(id) == Some(&local_name!("img")) { PICTURE } else { 0 }
}

/// Elements that draw something other than text.
pub(in crate::document) fn is_drawn(name: &LocalName) -> bool {
    matches!(
        &**name,
        "img"
            | "svg"
            | "math"
            | "hr"
            | "input"
            | "textarea"
            | "video"
            | "audio"
            | "iframe"
            | "embed"
            | "object"
            | "q"
            | "meter"
            | "progress"
            | "wbr"
            | "script"
    )
}

/// Rows of tables, which leave no room behind when they are collapsed.
pub(in crate::document) fn is_row(name: &LocalName) -> bool {
    matches!(*name, local_name!("tr") | local_name!("tbody") | local_name!("thead") | local_name!("tfoot"))
}
