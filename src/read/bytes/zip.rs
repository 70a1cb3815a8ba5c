//! Zips: their directory, and their members within the limits.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipReadOptions;

use super::adapters::{Bounded, Budget, Count, read_up_to};
use super::read_at::{self, ReadAt};
use crate::read::error::ReadError;

/// A zip in a file, or in memory when it comes from a pipe or another archive. Every thread reads from a clone of its own.
pub(in crate::read) type Zip<'a> = ZipArchive<read_at::Reader<'a>>;

pub(in crate::read) fn open_zip(file: &dyn ReadAt) -> Result<Zip<'_>, ReadError> {
    let mut reader = read_at::Reader::new(file, 0);
    if !has_directory(&mut reader)? {
        return Err(ReadError::ArchiveCutOff);
    }
    Ok(ZipArchive::new(reader)?)
}

/// Whether the record that ends every zip is there. It is at the end, behind it at most a comment of 64 KiB.
fn has_directory(file: &mut read_at::Reader<'_>) -> Result<bool, ReadError> {
    const RECORD: u64 = 22 + (64 << 10);
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(RECORD)))?;
    let (end, error) = read_up_to(file, RECORD);
    error.map_or(Ok(()), Err)?;
    file.rewind()?;
    Ok(memchr::memmem::rfind(&end, b"PK\x05\x06").is_some())
}

/// The files in a zip.
pub(in crate::read) struct Members {
    pub(in crate::read) list: Vec<Member>,
    /// How many there are beyond those in the list.
    pub(in crate::read) more: usize,
}

/// A file in a zip.
pub(in crate::read) struct Member {
    /// Where it is in the zip's directory.
    pub(in crate::read) index: usize,
    /// Its path with `/` between folders, without control characters.
    pub(in crate::read) name: String,
    pub(in crate::read) encrypted: bool,
}

impl Members {
    pub(in crate::read) fn list(zip: &Zip<'_>, most: usize) -> Self {
        let list = (0..zip.len().min(most)).filter_map(|index| Member::describe(zip, index)).collect();
        Self { list, more: zip.len().saturating_sub(most) }
    }
}

impl Member {
    fn describe(zip: &Zip<'_>, index: usize) -> Option<Self> {
        let entry = zip.by_index_data(index).ok()?;
        let name = entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), std::borrow::Cow::into_owned);
        let name = name.replace('\\', "/").replace(char::is_control, "");
        (!entry.is_dir() && !name.ends_with('/')).then(|| Self { index, name, encrypted: entry.encrypted() })
    }

    /// Files that macOS adds to every archive.
    pub(in crate::read) fn is_debris(&self) -> bool {
        self.name.starts_with("__MACOSX/") || self.name.contains("/__MACOSX/") || self.name.rsplit('/').next() == Some(".DS_Store")
    }
}

/// Opens a member for reading within the limits.
pub(in crate::read) fn open_member<'a>(
    zip: &'a mut Zip<'_>,
    index: usize,
    password: Option<&str>,
    budget: &'a Budget,
) -> Result<Bounded<'a, impl Read + 'a>, ReadError> {
    let options = ZipReadOptions::new().password(password.map(str::as_bytes));
    let member = zip.by_index_with_options(index, options)?;
    let packed = Count::default();
    packed.set(member.compressed_size());
    Ok(Bounded::new(member, packed, budget))
}

/// Whether an error comes from what is in the file rather than from reading it.
pub(in crate::read) fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}
