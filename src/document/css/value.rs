//! The value of a declaration as a list of components.

use cssparser::{ParseError, Parser, Token};

/// Longer values are ignored: no property read here has one.
const MOST: usize = 64;

/// A part of a value. White space and commas are left out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Component {
    /// An identifier in lower case.
    Word(String),
    Text(String),
    Number(f32),
    /// 1.0 is 100 %.
    Percentage(f32),
    /// In pixels. Units relative to a font are taken of 16 pixels.
    Length(f32),
    /// A function with the components of its arguments.
    Function(String, Vec<Component>),
    /// `url()`.
    Url,
    Other,
}

/// Reads a value up to the end or to `!`.
pub(super) fn components(input: &mut Parser<'_>) -> Result<Vec<Component>, ParseError<()>> {
    let mut all = Vec::new();
    while let Ok(token) = input.next() {
        let name = match token {
            Token::Comma => continue,
            Token::Function(name) => Some(name.to_ascii_lowercase()),
            _ => None,
        };
        let component = match name {
            Some(name) if name == "url" => Component::Url,
            Some(name) => Component::Function(name, input.parse_nested_block(arguments)?),
            None => component(token),
        };
        all.push(component);
        if all.len() > MOST {
            return Err(ParseError::unexpected_token());
        }
    }
    Ok(all)
}

/// The arguments of a function. Functions within functions are not told apart.
fn arguments(input: &mut Parser<'_>) -> Result<Vec<Component>, ParseError<()>> {
    let mut all = Vec::new();
    while let Ok(token) = input.next() {
        if *token != Token::Comma && all.len() < MOST {
            all.push(component(token));
        }
    }
    Ok(all)
}

fn component(token: &Token<'_>) -> Component {
    match token {
        Token::Ident(word) => Component::Word(word.to_ascii_lowercase()),
        Token::QuotedString(text) => Component::Text(text.to_string()),
        Token::Number { value, .. } => Component::Number(*value),
        Token::Percentage { unit_value, .. } => Component::Percentage(*unit_value),
        Token::Dimension { value, unit, .. } => match pixels(unit) {
            Some(pixels) => Component::Length(value * pixels),
            None => Component::Other,
        },
        Token::UnquotedUrl(_) => Component::Url,
        _ => Component::Other,
    }
}

/// The pixels of a unit (CSS Values 4 §6). Viewports are taken as 1000 pixels wide and high.
fn pixels(unit: &str) -> Option<f32> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "px" => 1.0,
        "em" | "rem" | "ic" | "ric" | "lh" | "rlh" => 16.0,
        "ex" | "ch" | "rex" | "rch" | "cap" | "rcap" => 8.0,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "q" => 2.4 / 2.54,
        "vw" | "vh" | "vi" | "vb" | "vmin" | "vmax" | "svw" | "svh" | "lvw" | "lvh" | "dvw" | "dvh" => 10.0,
        _ => return None,
    })
}

impl Component {
    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The length in pixels; 0 needs no unit.
    pub(super) fn length(&self) -> Option<f32> {
        match self {
            Self::Length(length) => Some(*length),
            Self::Number(number) if *number == 0.0 => Some(0.0),
            _ => None,
        }
    }

    /// Whether it is a length or percentage of 0.
    pub(super) fn is_zero(&self) -> bool {
        self.length() == Some(0.0) || matches!(self, Self::Percentage(part) if *part == 0.0)
    }
}
