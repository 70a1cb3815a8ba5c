//! Which file of the sources names which, and that no way through them comes back to where it began.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::{code, rust_files, source};

/// A module by its path: `["read", "har", "entry"]`; the library itself is the empty one.
type Module = Vec<String>;

/// What a file names: the modules that it uses, and what it hands on under a name of its own.
#[derive(Default)]
struct Names {
    used: Vec<Module>,
    handed_on: BTreeMap<String, Module>,
}

static VISIBILITY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"pub\((in [\w:]+|super|crate|self)\)").unwrap());
static TEXT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""(?:[^"\\]|\\.)*""#).unwrap());
static CHILD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^\s*(?:pub )?mod (\w+);").unwrap());
static USE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(pub )?use ([^;]+);").unwrap());
static INLINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[^\w:])(\w+(?:::\w+)+)").unwrap());

fn module_of(path: &Path) -> Module {
    let within = path.strip_prefix(source()).unwrap().with_extension("");
    let mut parts: Module = within.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

/// The code without comments, texts and visibilities: those name modules too, and use nothing.
fn bare(code: &str) -> String {
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or(""));
    let joined = lines.collect::<Vec<_>>().join("\n");
    TEXT.replace_all(&VISIBILITY.replace_all(&joined, "pub"), "\"\"").into_owned()
}

/// The paths of a `use`: `a::{b, c::{self, d}}` is `a::b`, `a::c`, `a::c::d`.
fn spread(prefix: &str, tree: &str, paths: &mut Vec<(String, String)>) {
    let tree = tree.trim();
    if let Some((head, rest)) = tree.split_once('{') {
        let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
        let (mut depth, mut from) = (0, 0);
        for (at, letter) in inner.char_indices().chain([(inner.len(), ',')]) {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inner[from..at].trim().is_empty() {
                        spread(&format!("{prefix}{head}"), &inner[from..at], paths);
                    }
                    from = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap()));
    let path = format!("{prefix}{path}");
    paths.push((path.strip_suffix("::self").unwrap_or(&path).to_owned(), name.trim().to_owned()));
}

/// A path as it is written in a module, from the root of the library; `None` for what is no module of ours.
fn from_root(path: &str, module: &Module, children: &BTreeSet<String>) -> Option<Module> {
    let mut parts = path.split("::").peekable();
    let mut at = match *parts.peek()? {
        "crate" => Module::new(),
        "self" | "super" => module.clone(),
        child if children.contains(child) => module.clone(),
        _ => return None,
    };
    for part in parts {
        match part {
            "crate" | "self" => {}
            "super" => {
                at.pop();
            }
            part => at.push(part.to_owned()),
        }
    }
    Some(at)
}

fn names(path: &Path) -> Names {
    let module = module_of(path);
    let code = bare(&code(path));
    let children: BTreeSet<String> = CHILD.captures_iter(&code).map(|found| found[1].to_owned()).collect();
    let mut names = Names::default();
    for found in USE.captures_iter(&code) {
        let mut paths = Vec::new();
        spread("", &found[2], &mut paths);
        for (path, name) in paths {
            let Some(path) = from_root(&path, &module, &children) else { continue };
            if found.get(1).is_some() {
                names.handed_on.insert(name, path);
            } else {
                names.used.push(path);
            }
        }
    }
    let rest = USE.replace_all(&code, "");
    names.used.extend(INLINE.captures_iter(&rest).filter_map(|found| from_root(&found[1], &module, &children)));
    names
}

/// The module in which a path ends, through anyone who hands it on.
fn resolved(path: &Module, all: &BTreeMap<Module, Names>) -> Option<Module> {
    let mut path = path.clone();
    for _ in 0..8 {
        let length = (0..=path.len()).rev().find(|length| all.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let handed_on = rest.first().and_then(|name| all[module].handed_on.get(name));
        let Some(handed_on) = handed_on else { return Some(module.to_vec()) };
        path = handed_on.iter().chain(&rest[1..]).cloned().collect();
    }
    None
}

/// Which module names which.
type Graph = BTreeMap<Module, BTreeSet<Module>>;

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let files = rust_files(&source()).into_iter().filter(|path| !path.ends_with("main.rs"));
    let all: BTreeMap<Module, Names> = files.map(|path| (module_of(&path), names(&path))).collect();
    let edges = |module: &Module, names: &Names| {
        let used = names.used.iter().filter_map(|path| resolved(path, &all));
        used.filter(|used| used != module).collect()
    };
    all.iter().map(|(module, names)| (module.clone(), edges(module, names))).collect()
});

/// A way from a module back to itself.
fn circle(graph: &Graph) -> Option<Vec<Module>> {
    /// Continues from the last module of the way; what has no way back is done.
    fn walk(way: &mut Vec<Module>, done: &mut BTreeSet<Module>, graph: &Graph) -> Option<Vec<Module>> {
        let here = way.last()?.clone();
        for next in &graph[&here] {
            if let Some(at) = way.iter().position(|module| module == next) {
                return Some(way[at..].to_vec());
            }
            if !done.contains(next) {
                way.push(next.clone());
                let found = walk(way, done, graph);
                if found.is_some() {
                    return found;
                }
                way.pop();
            }
        }
        done.insert(here);
        None
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|module| walk(&mut vec![module.clone()], &mut done, graph))
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let graph = &*GRAPH;
    let edges: usize = graph.values().map(BTreeSet::len).sum();
    assert!(edges > 3 * graph.len(), "{edges} imports of {} files: they are not found", graph.len());
    let found = circle(graph).map(|circle| circle.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(" -> "));
    assert_eq!(found, None, "these import each other");
}

#[test]
fn a_circle_would_be_found() {
    let mut graph = GRAPH.clone();
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    let (ground, top) = (module("read::bytes::adapters"), module("read::archive"));
    assert!(graph[&top].contains(&ground) || circle(&graph).is_none());
    graph.get_mut(&ground).unwrap().insert(top);
    assert!(circle(&graph).is_some());
}

#[test]
fn imports_are_read_as_the_compiler_reads_them() {
    let mut paths = Vec::new();
    spread("", "crate::read::{self, har::{Walk, entry as one}, sink::Sink}", &mut paths);
    let read: Vec<(&str, &str)> = paths.iter().map(|(path, name)| (path.as_str(), name.as_str())).collect();
    assert_eq!(
        read,
        [
            ("crate::read", "self"),
            ("crate::read::har::Walk", "Walk"),
            ("crate::read::har::entry", "one"),
            ("crate::read::sink::Sink", "Sink")
        ]
    );
    let children = BTreeSet::from(["entry".to_owned()]);
    let here = vec!["read".to_owned(), "har".to_owned()];
    assert_eq!(from_root("super::sink::Sink", &here, &children).unwrap().join("::"), "read::sink::Sink");
    assert_eq!(from_root("entry::parse", &here, &children).unwrap().join("::"), "read::har::entry::parse");
    assert_eq!(from_root("std::io", &here, &children), None);
}

/// Folders that list things of one kind, a file each.
const LISTS: &[&str] = &["cli/commands", "extract/sites", "render/html"];

#[test]
fn a_folder_has_at_most_a_dozen_files_of_its_own() {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for path in rust_files(&source()) {
        let folder = path.parent().unwrap().strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
        *files.entry(folder).or_default() += 1;
    }
    files.retain(|folder, count| *count > 12 && !LISTS.contains(&folder.as_str()));
    assert!(files.is_empty(), "too many files: {files:?}");
}
