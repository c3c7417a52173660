//! Turns `locales/<language>/<namespace>.json` into Rust, so that a missing word does not compile.
//!
//! A key becomes a constant (`t::orders::title`), a key with `{{ placeholders }}` a function with a
//! parameter for each. Both languages must have the same keys with the same placeholders. Why this
//! is ours and not a library: `docs/adr`, "Words are constants".

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::Path,
    process::ExitCode,
};

/// In the order of `i18n::Lang`.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

type Namespace = BTreeMap<String, String>;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales");
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        // What refers to what: by it the program is cut into parts that are fetched on demand.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let [chinese, english] = LANGUAGES.map(read_language);
    let (chinese, english) = (chinese?, english?);
    let mut problems = Vec::new();
    let mut code = String::new();

    let namespaces: BTreeSet<&String> = chinese.keys().chain(english.keys()).collect();
    for namespace in namespaces {
        let (Some(zh), Some(en)) = (chinese.get(namespace), english.get(namespace)) else {
            problems.push(format!("locales: {namespace}.json must exist in both languages"));
            continue;
        };
        if zh.is_empty() && en.is_empty() {
            continue;
        }
        let _ = writeln!(code, "/// Words of `{namespace}.json`.");
        let _ = writeln!(
            code,
            "#[expect(non_upper_case_globals, reason = \"a word reads like a field\")]\npub mod {namespace} {{"
        );
        let keys: BTreeSet<&String> = zh.keys().chain(en.keys()).collect();
        for key in keys {
            match (zh.get(key), en.get(key)) {
                (Some(zh), Some(en)) => match item(key, zh, en) {
                    Ok(item) => code.push_str(&item),
                    Err(problem) => problems.push(format!("locales: {namespace}.{key} {problem}")),
                },
                (None, _) => {
                    problems.push(format!("locales: {namespace}.{key} is missing in zh-CN"));
                }
                (_, None) => problems.push(format!("locales: {namespace}.{key} is missing in en")),
            }
        }
        code.push_str("}\n\n");
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let folder = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    fs::write(Path::new(&folder).join("words.rs"), code).map_err(|error| vec![error.to_string()])
}

fn read_language(language: &str) -> Result<BTreeMap<String, Namespace>, Vec<String>> {
    let folder = Path::new("locales").join(language);
    let failed = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", folder.display())];
    let mut namespaces = BTreeMap::new();
    for entry in fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        let (Some(name), Some("json")) = (
            path.file_stem().and_then(|stem| stem.to_str()),
            path.extension().and_then(|extension| extension.to_str()),
        ) else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let words: Namespace = serde_json::from_str(&text)
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
        namespaces.insert(name.to_owned(), words);
    }
    Ok(namespaces)
}

/// One constant or function.
fn item(key: &str, zh: &str, en: &str) -> Result<String, String> {
    let plain = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain {
        return Err("is not snake_case".to_owned());
    }
    // Parameters stand in the order in which the Chinese text names them.
    let names = placeholders(zh)?;
    let sorted = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    if sorted(&names) != sorted(&placeholders(en)?) {
        return Err("has other placeholders in zh-CN than in en".to_owned());
    }
    let word = format!("crate::i18n::Word::from_pair(&[{zh:?}, {en:?}])");
    let doc = format!("    #[doc = {:?}]\n", format!("{zh} · {en}"));
    if names.is_empty() {
        return Ok(format!("{doc}    pub const {key}: crate::i18n::Word = {word};\n"));
    }
    // Not by their own names: a constant of that name would be taken for a pattern.
    let parameters: Vec<String> =
        names.iter().map(|name| format!("the_{name}: impl std::fmt::Display")).collect();
    let arguments: Vec<String> =
        names.iter().map(|name| format!("({name:?}, the_{name}.to_string())")).collect();
    Ok(format!(
        "{doc}    pub fn {key}({}) -> String {{ {word}.filled(&[{}]) }}\n",
        parameters.join(", "),
        arguments.join(", ")
    ))
}

/// The names in `{{ name }}` and in `{{ name|one|many }}`.
fn placeholders(text: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    for part in text.split("{{").skip(1) {
        let (inside, _) = part.split_once("}}").ok_or("has a {{ without }}")?;
        let name = inside.split('|').next().unwrap_or(inside).trim();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
