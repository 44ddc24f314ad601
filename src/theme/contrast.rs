//! Tests of the contrast of the themes that have colours of their own.

use crate::theme::{BUILT_IN, ColorDepth, Part, ROLES, STYLES, Theme, Tone};

/// The relative luminance of a colour, as in WCAG 2.2.
fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// The contrast ratio of two colours, as in WCAG 2.2: 1 to 21.
fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// The contrast of text in a tone on the page of a theme.
fn contrast_of(theme: &Theme, tone: Tone) -> f64 {
    let all = theme.part(Part::Page).under(tone);
    let rgb = |color: Option<crate::theme::Color>| color.and_then(crate::theme::Color::rgb).expect("a fixed colour");
    contrast(rgb(all.fg), rgb(all.bg))
}

/// The names of what `dark` dims.
fn is_dim(name: &str) -> bool {
    let dark = Theme::named("dark").expect("a theme");
    let roles = ROLES.iter().map(|(name, _)| *name).zip(&dark.roles);
    let styles = STYLES.iter().map(|(name, _)| *name).zip(&dark.styles);
    let parts = Part::ALL.iter().map(|part| part.name()).zip(&dark.parts);
    roles.chain(styles).chain(parts).any(|(known, tone)| known == name && tone.dim)
}

#[test]
fn the_formula() {
    assert_eq!(contrast((0, 0, 0), (255, 255, 255)), 21.0);
    assert_eq!(contrast((9, 9, 9), (9, 9, 9)), 1.0);
    assert_eq!((contrast((0x77, 0x77, 0x77), (255, 255, 255)) * 100.0).round(), 448.0);
}

/// Text has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3), dimmed text of 3 : 1; the themes of high contrast 7 : 1
/// (1.4.6) and 4.5 : 1.
#[test]
fn everything_can_be_read() {
    let mut fixed = 0;
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).expect("a theme").within(ColorDepth::True);
        if theme.part(Part::Page).bg.is_none() {
            continue;
        }
        fixed += 1;
        let (text, dim) = if name.starts_with("contrast") { (7.0, 4.5) } else { (4.5, 3.0) };
        let roles = ROLES.iter().map(|(name, _)| *name).zip(&theme.roles);
        let styles = STYLES.iter().map(|(name, _)| *name).zip(&theme.styles);
        let parts = Part::ALL.iter().map(|part| part.name()).zip(&theme.parts);
        for (row, tone) in roles.chain(styles).chain(parts) {
            let wants = match row {
                "grid" => continue,
                row if is_dim(row) => dim,
                _ => text,
            };
            let has = contrast_of(&theme, *tone);
            assert!(has >= wants, "{name}: {row} has {has:.2}, wants {wants}");
        }
    }
    assert_eq!(fixed, 11);
}

/// The grid behind the text is seen, but does not stand out: it is an ornament, of which nothing depends (WCAG 2.2, 1.4.11).
#[test]
fn the_grid_is_quiet() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).expect("a theme").within(ColorDepth::True);
        if theme.part(Part::Page).bg.is_none() {
            assert!(theme.part(Part::Grid).dim, "{name}");
            continue;
        }
        let has = contrast_of(&theme, theme.part(Part::Grid));
        let (least, most) = if name.starts_with("contrast") { (3.0, 4.5) } else { (1.5, 3.0) };
        assert!((least..most).contains(&has), "{name} has {has:.2}");
    }
}

/// Dimmed colours are hard to read; the more so where the terminal defines them.
#[test]
fn no_colour_is_dimmed() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).expect("a theme");
        let part = |part: &Part| theme.part(*part);
        let bases =
            ROLES.iter().map(|(_, role)| theme.face(crate::typeset::Face { role: *role, ..Default::default() }, false));
        let bases: Vec<Tone> = bases.chain(Part::ALL.iter().map(part)).collect();
        let overs: Vec<Tone> = theme.styles.iter().copied().chain(Part::ALL.iter().map(part)).collect();
        for (at, over) in overs.iter().enumerate() {
            for base in &bases {
                let both = base.under(*over);
                assert!(!both.dim || both.fg.is_none(), "{name}: {base:?} under {over:?}, {at}");
            }
        }
    }
}

/// Colours of text that can be told apart in true colour can be in 256.
#[test]
fn colours_stay_apart_in_256() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).expect("a theme");
        let few = theme.clone().within(ColorDepth::Indexed);
        let grid = Part::Grid as usize;
        let colours = |theme: &Theme| {
            let parts = theme.parts.iter().enumerate().filter(|(at, _)| *at != grid).map(|(_, tone)| tone);
            theme.roles.iter().chain(&theme.styles).chain(parts).map(|tone| tone.fg).collect::<Vec<_>>()
        };
        let pairs: Vec<_> = colours(&theme).into_iter().zip(colours(&few)).collect();
        for (at, (one, few_one)) in pairs.iter().enumerate() {
            for (other, few_other) in pairs.iter().skip(at + 1) {
                assert_eq!(one == other, few_one == few_other, "{name}: {one:?} and {other:?} as {few_one:?}");
            }
        }
    }
}
