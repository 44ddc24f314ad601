//! Lists of paths, as other programs write them: `rg -l`, `fd -0`, `git ls-files`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::files::names::exists;
use crate::os_str::OsStringExt;

/// Longest list, in bytes.
const LIMIT: u64 = 64 << 20;

/// Reads a list of paths from a file, which may be a FIFO. See [`read_list`].
///
/// # Errors
/// As [`read_list`].
pub fn read_list_file(file: &Path, ends_with_nul: bool) -> io::Result<Vec<PathBuf>> {
    read_list(File::open(file)?, ends_with_nul)
}

/// Reads a list of paths, one per line, or each followed by NUL, as is also assumed if there is a NUL anywhere. Blank
/// lines are skipped. A line in quotation marks with escapes as in C, as git writes them, stands for the path in it, unless
/// there is a file of exactly that name.
///
/// # Errors
/// Errors of the stream; it is longer than 64 MiB.
pub fn read_list(stream: impl Read, ends_with_nul: bool) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if stream.take(LIMIT + 1).read_to_end(&mut bytes)? as u64 > LIMIT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "> 64 MiB"));
    }
    Ok(paths_of(&bytes, ends_with_nul, &exists))
}

fn paths_of(bytes: &[u8], ends_with_nul: bool, exists: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let as_path = |bytes: &[u8]| PathBuf::from(OsString::from_vec(bytes.to_vec()));
    if ends_with_nul || bytes.contains(&0) {
        return bytes.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(as_path).collect();
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let path = |line: &[u8]| {
        let path = as_path(line);
        if exists(&path) {
            return path;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        unquoted(line).map_or_else(|| as_path(line), |bytes| as_path(&bytes))
    };
    lines.map(path).collect()
}

/// The bytes that a line in quotation marks with escapes as in C stands for; `None` if it is not one.
fn unquoted(line: &[u8]) -> Option<Vec<u8>> {
    let mut rest = line.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut out = Vec::new();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'"' => return None,
            b'\\' => {}
            byte => {
                out.push(*byte);
                continue;
            }
        }
        let (escape, after) = rest.split_first()?;
        rest = after;
        out.push(match escape {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            b'"' | b'\\' => *escape,
            b'0'..=b'3' => {
                let digits = rest.get(..2)?;
                rest = rest.get(2..)?;
                digits.iter().try_fold(escape - b'0', |number, digit| {
                    (b'0'..=b'7').contains(digit).then(|| (number << 3) | (digit - b'0'))
                })?
            }
            b'x' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                rest = rest.get(2..)?;
                u8::from_str_radix(digits, 16).ok()?
            }
            _ => return None,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_lines_or_end_with_nul() {
        for (bytes, nul, paths) in [
            (&b""[..], false, &[][..]),
            (b"\n\n \n", false, &[]),
            (b"\0\0", true, &[]),
            (b"a.md\nb c.md\n", false, &["a.md", "b c.md"]),
            (b"./b.md\n../a.md", false, &["./b.md", "../a.md"]),
            (b"\xef\xbb\xbfa.md\r\nb.md\r\n", false, &["a.md", "b.md"]),
            (b" a.md \n", false, &[" a.md "]),
            (b"a.md\nb.md", true, &["a.md\nb.md"]),
            (b"a\nb.md\0c.md\0", true, &["a\nb.md", "c.md"]),
            (b"a\nb.md\0c.md\0", false, &["a\nb.md", "c.md"]),
            (b"a.md\na.md\n-\n~/a.md\n", false, &["a.md", "a.md", "-", "~/a.md"]),
            (b"\"\\346\\226\\207.md\"\n\"a\\tb\\\\\\\"c\\x0a\"\n", false, &["文.md", "a\tb\\\"c\n"]),
            (
                b"\"there\"\n\"a\\q\"\n\"a\"b\"\n\"\\3\"\n\"",
                false,
                &["\"there\"", "\"a\\q\"", "\"a\"b\"", "\"\\3\"", "\""],
            ),
            (b"there\r\n", false, &["there\r"]),
        ] {
            let exists = |path: &Path| ["\"there\"", "there\r"].iter().any(|there| path == Path::new(there));
            let expected: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            assert_eq!(paths_of(bytes, nul, &exists), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(
            paths_of(b"\xce\xc4.md", false, &|_| false),
            [PathBuf::from(OsString::from_vec(b"\xce\xc4.md".into()))]
        );
    }
}
