//! Parses a `style` attribute: later declarations win, and important ones over others (CSS Cascade 5 §6.1).

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, Delimiter, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, parse_important,
};

use crate::document::css::declarations::Declarations;
use crate::document::css::properties::{Property, Values};
use crate::document::css::value::components;

/// What a `style` attribute declares. Total: invalid declarations are left out.
pub(in crate::document) fn declarations(style: &str) -> Declarations {
    let mut reader = Reader::default();
    let mut input = Parser::new(style);
    // Errors only say which declarations were left out.
    RuleBodyParser::new(&mut input, &mut reader).for_each(|_| {});
    reader.normal.overlay(reader.important);
    reader.normal.declarations()
}

#[derive(Default)]
struct Reader {
    normal: Values,
    important: Values,
}

impl<'i> DeclarationParser<'i> for Reader {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let property = Property::named(&name).ok_or(ParseError::unexpected_token())?;
        let value = input.parse_until_before(Delimiter::Bang, components)?;
        let important = input.try_parse(parse_important).is_ok();
        input.expect_exhausted()?;
        let values = if important { &mut self.important } else { &mut self.normal };
        property.set(&value, values).ok_or(ParseError::unexpected_token())
    }
}

impl AtRuleParser<'_> for Reader {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

impl QualifiedRuleParser<'_> for Reader {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl RuleBodyItemParser<'_, (), ()> for Reader {
    fn parse_qualified(&self) -> bool {
        false
    }

    fn parse_declarations(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_attribute_is_read(style in any::<String>(), parts in proptest::collection::vec("[a-z:;!(){}\\\\'\"/*, 0-9%.-]{0,12}", 0..24)) {
            declarations(&style);
            declarations(&parts.concat());
            declarations(&format!("display:{}", parts.concat()));
        }
    }

    #[test]
    fn hostile_attributes_are_read_in_linear_time() {
        for part in ["(", "{", "display:none;", "display:", "/*", "\\", "clip:rect(", "a:b(", "\"", "}", "url("] {
            declarations(&part.repeat(200_000));
        }
    }
}
