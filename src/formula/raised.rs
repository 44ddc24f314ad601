//! Superscript and subscript characters of Unicode.

const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂαᵅβᵝγᵞδᵟεᵋθᶿφᵠχᵡ′′″″°°∘°∗*††";
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

/// The superscript (`raised`) or subscript form of a character, if Unicode has one.
pub fn form(c: char, raised: bool) -> Option<char> {
    let table = if raised { RAISED } else { LOWERED };
    let mut pairs = table.chars();
    while let (Some(plain), Some(form)) = (pairs.next(), pairs.next()) {
        if plain == c {
            return Some(form);
        }
    }
    None
}

/// Whether a character is a superscript or a subscript of a letter, a digit or a sign.
pub fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209f}' | 'ʰ' | 'ʲ' | 'ʳ' | 'ʷ' | 'ʸ' | 'ˡ' | 'ˢ' | 'ˣ'
        | '\u{1d2c}'..='\u{1d6a}' | '\u{1d9c}'..='\u{1dbf}' | 'ⱼ' | 'ⱽ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (c, raised, form_) in [
            ('2', true, Some('²')),
            ('n', true, Some('ⁿ')),
            ('i', false, Some('ᵢ')),
            ('q', true, None),
            ('中', true, None),
        ] {
            assert_eq!(form(c, raised), form_, "{c}");
        }
    }
}
