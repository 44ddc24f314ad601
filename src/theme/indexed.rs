//! The fixed colours of the palette of 256: their values, and the nearest of them, as the eye sees it.

use std::sync::LazyLock;

/// How much more a difference of hue and saturation counts than one of lightness: text keeps a contrast that is a little
/// weaker or stronger, but two colours that become one can no longer be told apart.
const HUE: f32 = 2.8;

/// The first of the colours that all terminals agree on.
const FIRST: u8 = 16;

/// The levels of red, green and blue in the colours 16–231 of the palette, as xterm defines them.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Red, green and blue of a colour of the palette; `None` for the first 16, which the terminal defines.
pub(super) fn rgb(index: u8) -> Option<(u8, u8, u8)> {
    match index {
        0..FIRST => None,
        FIRST..=231 => {
            let level = |place: u8| LEVELS.get(usize::from((index - FIRST) / place % 6)).copied().unwrap_or(0);
            Some((level(36), level(6), level(1)))
        }
        232.. => Some([8 + 10 * (index - 232); 3].into()),
    }
}

/// A colour in Oklab (Björn Ottosson, 2020): lightness, green to red, blue to yellow. Equal distances look equal.
type Lab = [f32; 3];

static PALETTE: LazyLock<Vec<Lab>> = LazyLock::new(|| {
    let colours = (FIRST..=255).map(|index| rgb(index).unwrap_or_default());
    colours.map(oklab).collect()
});

/// The nearest of the colours 16–255 of the palette.
pub(super) fn nearest(colour: (u8, u8, u8)) -> u8 {
    let [light, green, blue] = oklab(colour);
    let distance = |[l, a, b]: &Lab| (light - l).powi(2) + HUE * ((green - a).powi(2) + (blue - b).powi(2));
    let nearest = (FIRST..=255).zip(PALETTE.iter()).min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    nearest.map_or(FIRST, |(index, _)| index)
}

fn oklab((red, green, blue): (u8, u8, u8)) -> Lab {
    let linear = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let (red, green, blue) = (linear(red), linear(green), linear(blue));
    let long = (0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_993 * blue).cbrt();
    let medium = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue).cbrt();
    let short = (0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue).cbrt();
    [
        0.210_454_26 * long + 0.793_617_8 * medium - 0.004_072_047 * short,
        1.977_998_5 * long - 2.428_592_2 * medium + 0.450_593_7 * short,
        0.025_904_037 * long + 0.782_771_77 * medium - 0.808_675_77 * short,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_of_the_palette_is_the_nearest_to_itself() {
        for index in FIRST..=255 {
            let fixed = rgb(index).expect("a fixed colour");
            assert_eq!(rgb(nearest(fixed)), Some(fixed), "{index}");
        }
    }
}
