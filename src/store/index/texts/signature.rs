//! Signatures of sealed text files: which terms are in which block, so that a search need not read the blocks that lack a
//! term of the word.
//!
//! A signature is a bit-sliced signature file: a row of bits for each term, with a bit for each block of the text file,
//! and a checksum. A search reads the rows of the terms of its word only. The file is written whole, next to the text
//! file, once that is sealed, and never changed. Without it, or if anything in it is wrong, all blocks are read.

use std::fs::File;
use std::hash::Hasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use siphasher::sip::SipHasher13;

use crate::problem::Problem;
use crate::store::index::append::SEAL_SIZE;
use crate::store::index::catalogue::Index;
use crate::store::index::files::{remove, write_file};
use crate::store::index::map::Map;
use crate::store::index::texts::terms::{TERMS, each_term};
use crate::store::system::read_exact_at;

/// Bytes of a block.
pub(super) const BLOCK: usize = 1 << 16;

/// A block also has the terms of this many bytes after it, and only the terms of this many first bytes of a word are
/// asked for, so that a word is found in the block in which it begins.
const OVERLAP: usize = 256;

/// Magic number; the last byte is the version of the format and of the terms.
const MAGIC: [u8; 8] = *b"inksign\x01";

/// Bytes before the first row: the magic number and the size of the text file.
const HEAD: usize = 16;

/// Bytes of a checksum.
const CHECKSUM: usize = 8;

/// Blocks whose rows are made together: a word of each.
const GROUP: usize = 64;

/// The terms by which a word is looked for, in order, each once.
pub(super) fn terms_of(word: &[u8]) -> Vec<u32> {
    let mut terms = Vec::new();
    each_term(word.get(..OVERLAP).unwrap_or(word), |term| terms.push(term));
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// For each block of a text file, whether all these terms may be in it, a bit each; `None` if it is not known. A file that
/// is damaged is removed, so that it is written again.
pub(super) fn candidates(path: &Path, mapped: usize, terms: &[u32]) -> Option<Vec<u64>> {
    if terms.is_empty() {
        return None;
    }
    let file = File::open(path).ok()?;
    match read_rows(&file, path, mapped, terms) {
        Ok(blocks) => Some(blocks),
        Err(error) => {
            if error.kind() == io::ErrorKind::InvalidData {
                remove(path).unwrap_or_default();
            }
            None
        }
    }
}

fn read_rows(file: &File, path: &Path, mapped: usize, terms: &[u32]) -> io::Result<Vec<u64>> {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let length = file.metadata()?.len();
    let mut head = [0; HEAD];
    read_exact_at(file, &mut head, 0).map_err(|_| damaged())?;
    let (magic, size) = head.split_first_chunk().ok_or_else(damaged)?;
    let size = usize::try_from(u64::from_le_bytes(size.try_into().map_err(|_| damaged())?)).map_err(|_| damaged())?;
    if *magic != MAGIC || size < mapped || length != file_size(size) {
        return Err(damaged());
    }
    let length = words(size) * 8 + CHECKSUM;
    let mut row = vec![0; length];
    let mut all = vec![u64::MAX; words(size)];
    for term in terms {
        read_exact_at(file, &mut row, HEAD as u64 + u64::from(*term) * length as u64)?;
        let (bits, sum) = row.split_last_chunk::<CHECKSUM>().ok_or_else(damaged)?;
        if u64::from_le_bytes(*sum) != checksum(path, *term, bits) {
            return Err(damaged());
        }
        for (all, word) in all.iter_mut().zip(bits.as_chunks().0) {
            *all &= u64::from_le_bytes(*word);
        }
    }
    Ok(all)
}

/// The checksum of a row. The name of the file is a part of it.
fn checksum(path: &Path, term: u32, row: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0, u64::from(term));
    hasher.write(path.file_name().unwrap_or_default().as_encoded_bytes());
    hasher.write(row);
    hasher.finish()
}

/// 64-bit words of a row, at least one, for a text file of this many bytes.
fn words(bytes: usize) -> usize {
    bytes.div_ceil(BLOCK).div_ceil(GROUP).max(1)
}

/// Bytes of the signature of a text file of this many bytes.
fn file_size(bytes: usize) -> u64 {
    HEAD as u64 + TERMS as u64 * (words(bytes) as u64 * 8 + CHECKSUM as u64)
}

/// Writes the signature of a text file, of which `texts` is the whole content, as the file at `path`.
pub(super) fn write(texts: &[u8], path: &Path, out: &mut dyn Write) -> io::Result<()> {
    let words = words(texts.len());
    let mut rows = vec![0u64; TERMS * words];
    let mut group = vec![0u64; TERMS];
    for word in 0..words {
        group.fill(0);
        for bit in 0..GROUP {
            let start = (word * GROUP + bit) * BLOCK;
            let end = (start + BLOCK + OVERLAP).min(texts.len());
            set_terms(texts.get(start..end).unwrap_or_default(), 1 << bit, &mut group);
        }
        for (row, bits) in rows.chunks_exact_mut(words).zip(&group) {
            if let Some(slot) = row.get_mut(word) {
                *slot = *bits;
            }
        }
    }
    out.write_all(&MAGIC)?;
    out.write_all(&(texts.len() as u64).to_le_bytes())?;
    let mut bytes = Vec::with_capacity(words * 8);
    for (term, row) in (0..).zip(rows.chunks_exact(words)) {
        bytes.clear();
        bytes.extend(row.iter().flat_map(|word| word.to_le_bytes()));
        out.write_all(&bytes)?;
        out.write_all(&checksum(path, term, &bytes).to_le_bytes())?;
    }
    Ok(())
}

/// Sets a bit for each term of a block.
fn set_terms(block: &[u8], bit: u64, group: &mut [u64]) {
    // Terms repeat: they are collected in a set that stays in the cache.
    let mut set = [0u64; TERMS / 64];
    each_term(block, |term| {
        if let Some(word) = set.get_mut(term as usize / 64) {
            *word |= 1 << (term % 64);
        }
    });
    for (group, word) in group.chunks_exact_mut(64).zip(set) {
        let mut rest = word;
        while rest != 0 {
            if let Some(slot) = group.get_mut(rest.trailing_zeros() as usize) {
                *slot |= bit;
            }
            rest &= rest - 1;
        }
    }
}

/// A sealed text file without a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    texts: PathBuf,
    bytes: usize,
    pub(super) signature: PathBuf,
}

impl Unsigned {
    /// Writes the signature. Takes a few hundred milliseconds, and memory of a sixteenth of the text file.
    ///
    /// # Errors
    /// The text file is gone, or the signature cannot be written.
    pub fn sign(&self) -> io::Result<()> {
        let texts = Map::new(&File::open(&self.texts)?, self.bytes)?;
        write_file(&self.signature, |out| write(&texts, &self.signature, out))
    }
}

impl Index {
    /// The sealed text files that have no signature, in order.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn unsigned(&self) -> Result<Vec<Unsigned>, Problem> {
        let sealed: Vec<(i64, u32)> = self.read(|db| {
            let mut select = db.prepare_cached("SELECT id, bytes FROM segment WHERE bytes >= ?1 ORDER BY id")?;
            let rows = select.query_map([SEAL_SIZE.cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })?;
        let files = sealed.into_iter().map(|(id, bytes)| Unsigned {
            texts: self.segment(id),
            bytes: bytes as usize,
            signature: self.signature(id),
        });
        let is_signed = |file: &Unsigned| {
            std::fs::metadata(&file.signature).is_ok_and(|metadata| metadata.len() == file_size(file.bytes))
        };
        Ok(files.filter(|file| !is_signed(file)).collect())
    }
}
