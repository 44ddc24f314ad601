//! How settings are ordered while one is typed.

/// How well a setting fits what is typed, the best first: it begins so, a part of it behind a full stop does, or it only
/// contains it.
pub(in crate::app::state) fn beginning(label: &str, typed: &str) -> u8 {
    match label {
        _ if label.starts_with(typed) => 0,
        _ if label.split('.').skip(1).any(|part| part.starts_with(typed)) => 1,
        _ => 2,
    }
}
