//! A document written back as clean HTML.
