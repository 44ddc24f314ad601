//! The tree of a formula: what TeX and MathML are parsed to and what the writer puts on one line.

/// A text with the source byte of each of its characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// One source byte for each character of the text. In the line of a whole formula they ascend.
    pub at: Vec<u32>,
}

/// What a symbol is, which decides the spaces and parentheses around it. Close to the atoms of TeX and to the operator
/// dictionary of MathML Core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A letter or another symbol that stands for a value.
    Letter,
    /// A symbol that binds to the operand after it: `∂`, `∇`, `¬`.
    Prefix,
    /// A number.
    Number,
    /// A name of several letters.
    Name,
    /// A function whose argument may follow without parentheses: `sin`, `log`.
    Function,
    /// A large operator, or a function that takes limits: `∑`, `∫`, `lim`.
    Large,
    /// Words.
    Text,
    /// A binary operator, or a sign if no operand is before it.
    Binary,
    /// A relation.
    Relation,
    /// An operator written without spaces that divides: `/`, `:`.
    Division,
    /// Another operator written without spaces: `*`.
    Tight,
    /// An opening delimiter. Empty for the delimiter of `\left.`.
    Open,
    /// A closing delimiter. Empty for the delimiter of `\right.`.
    Close,
    /// A vertical bar, of which only the position says whether it opens, closes or separates.
    Bar,
    /// A comma or semicolon.
    Punctuation,
    /// An operator after its operand: `!`, `′`, `%`.
    Postfix,
    /// A space.
    Space,
    /// Nothing, or a space too thin to be shown: it only keeps digits apart.
    Thin,
    /// A line break.
    Break,
    /// Invisible: function application, U+2061.
    Apply,
    /// Invisible: multiplication, U+2062.
    Times,
    /// Invisible: a separator of indices, U+2063.
    Separator,
    /// Invisible: addition in mixed numbers, U+2064.
    Plus,
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub class: Class,
    /// What is shown.
    pub shown: Rendered,
}

/// What is above or below a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A combining character.
    Combining(char),
    /// A line above (U+0305), below (U+0332) or through (U+0336) all letters.
    Line(char),
    /// A brace or bracket, shown before the group.
    Brace(char),
}

/// How the rows of a table are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// In brackets, rows separated by semicolons, as in MATLAB and Julia. Delimiters directly around it are its
    /// brackets.
    Matrix,
    /// The cases of a definition.
    Cases,
    /// A line for each row, which has one cell.
    Lines,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A symbol.
    Symbol(Symbol),
    /// A sequence.
    Row(Vec<Node>),
    /// A fraction: numerator and denominator.
    Fraction(Box<[Node; 2]>),
    /// A binomial coefficient.
    Binomial(Box<[Node; 2]>),
    /// A root.
    Root {
        /// The index; a square root has none.
        index: Option<Box<Node>>,
        /// What is under the root sign.
        body: Box<Node>,
        /// The source byte of the root sign.
        at: u32,
    },
    /// A base with a subscript, a superscript or both.
    Script {
        /// The base; an empty row if the scripts belong to what is before them.
        base: Box<Node>,
        /// The subscript.
        lower: Option<Box<Node>>,
        /// The superscript.
        upper: Option<Box<Node>>,
        /// The source byte of the first script.
        at: u32,
    },
    /// Scripts before their base.
    Prescript {
        /// The subscript.
        lower: Option<Box<Node>>,
        /// The superscript.
        upper: Option<Box<Node>>,
        /// The source byte of the first script.
        at: u32,
    },
    /// A group with a mark above or below it.
    Accent {
        /// The mark.
        mark: Mark,
        /// The group.
        base: Box<Node>,
        /// The source byte of the mark.
        at: u32,
    },
    /// A table.
    Table {
        /// What it is.
        kind: TableKind,
        /// The cells of each row.
        rows: Vec<Vec<Node>>,
        /// The source byte of its beginning.
        at: u32,
    },
}

impl Rendered {
    /// A text of which all characters come from the same source byte.
    pub fn new(text: &str, at: u32) -> Self {
        Self { text: text.to_owned(), at: vec![at; text.chars().count()] }
    }

    /// A text as it is in the source, where it begins at `at`.
    pub fn verbatim(text: &str, at: u32) -> Self {
        let places = text.char_indices().map(|(byte, _)| at.saturating_add(byte as u32)).collect();
        Self { text: text.to_owned(), at: places }
    }

    /// Appends a character.
    pub fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        self.at.push(at);
    }

    /// Appends another text.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.at.extend_from_slice(&other.at);
    }

    /// The source byte of the first character, or 0.
    pub fn first(&self) -> u32 {
        self.at.first().copied().unwrap_or_default()
    }

    /// The source byte of the last character, or 0.
    pub fn last(&self) -> u32 {
        self.at.last().copied().unwrap_or_default()
    }
}

impl Node {
    /// A symbol of which all characters come from the same source byte.
    pub fn symbol(class: Class, text: &str, at: u32) -> Self {
        Self::Symbol(Symbol { class, shown: Rendered::new(text, at) })
    }

    /// A sequence. A table after a brace that nothing closes gives the cases of a definition.
    pub fn row(mut nodes: Vec<Self>) -> Self {
        for at in 0..nodes.len() {
            if !matches!(nodes.get(at), Some(Self::Table { .. })) {
                continue;
            }
            let text = |node: Option<&Self>| node.and_then(Self::as_symbol).map(|symbol| symbol.shown.text.clone());
            let opens = at.checked_sub(1).is_some_and(|at| text(nodes.get(at)).as_deref() == Some("{"));
            let is_last = nodes.get(at + 1).is_none();
            let is_empty = |node: Option<&Self>| text(node).is_some_and(|text| text.is_empty());
            let is_unclosed = is_last || is_empty(nodes.get(at + 1));
            if let Some(Self::Table { kind, .. }) = nodes.get_mut(at).filter(|_| opens && is_unclosed) {
                *kind = TableKind::Cases;
                for delimiter in [at - 1, at + 1] {
                    if let Some(delimiter) = nodes.get_mut(delimiter) {
                        *delimiter = Self::symbol(Class::Thin, "", 0);
                    }
                }
            }
        }
        Self::Row(nodes)
    }

    /// Equations, one on each line. Alignment of their parts is not shown.
    pub fn lines(rows: Vec<Vec<Self>>, at: u32) -> Self {
        let row = |cells: Vec<Self>| {
            let mut row = Vec::with_capacity(2 * cells.len());
            for cell in cells {
                if !row.is_empty() {
                    row.push(Self::symbol(Class::Space, " ", at));
                }
                row.push(cell);
            }
            vec![Self::Row(row)]
        };
        Self::Table { kind: TableKind::Lines, rows: rows.into_iter().map(row).collect(), at }
    }

    /// A matrix.
    pub fn matrix(rows: Vec<Vec<Self>>, at: u32) -> Self {
        Self::Table { kind: TableKind::Matrix, rows, at }
    }

    /// Two parts, one above the other.
    pub fn stack([over, under]: [Self; 2]) -> Self {
        Self::matrix(vec![vec![over], vec![under]], 0)
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self::Row(Vec::new())
    }

    /// The symbol, if it is one, also in groups of its own.
    pub fn as_symbol(&self) -> Option<&Symbol> {
        let mut node = self;
        loop {
            match node {
                Self::Symbol(symbol) => return Some(symbol),
                Self::Row(row) => match row.as_slice() {
                    [only] => node = only,
                    _ => return None,
                },
                _ => return None,
            }
        }
    }

    /// The operator whose name a row spells. `None` if it contains anything but letters, digits and spaces.
    pub fn into_operator(self, class: Class) -> Option<Self> {
        let mut name = Rendered::default();
        let mut rest = vec![self];
        while let Some(node) = rest.pop() {
            match node {
                Self::Row(row) => rest.extend(row.into_iter().rev()),
                Self::Symbol(symbol) => match symbol.class {
                    Class::Letter | Class::Name | Class::Number | Class::Text => name.append(&symbol.shown),
                    Class::Thin | Class::Space if !name.text.is_empty() => name.push(' ', name.last()),
                    Class::Binary if symbol.shown.text == "−" => name.push('-', symbol.shown.first()),
                    _ => return None,
                },
                _ => return None,
            }
        }
        let is_name = name.text.chars().any(char::is_alphanumeric);
        is_name.then_some(Self::Symbol(Symbol { class, shown: name }))
    }

    /// Whether it is a row without parts.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Row(row) if row.is_empty())
    }
}
