//! The values of template expressions: parsed, looked up in page and site, and changed by filters.

mod conditions;
mod context;
mod date;
mod expression;
mod filters;
mod scope;
mod unknown;

pub(in crate::document::dialect::shortcode) use conditions::decided;
pub(in crate::document::dialect::shortcode) use context::{is_about_others, is_in_address, is_in_tag, is_of_others};
pub(in crate::document::dialect::shortcode) use expression::{Expression, without_quotes};
pub(in crate::document::dialect::shortcode) use filters::printed;
pub(in crate::document::dialect::shortcode) use scope::Scope;
pub(in crate::document) use unknown::UnknownValues;
