//! The TypeScript types of all that crosses into the window, written from the Rust ones.
//!
//! `ui/src/backend/model-types.ts` holds those of the model, `types.ts` those of the desk and, for
//! whoever imports, the model's too; a test holds both to be current.

use ts_rs::{Config, TS};

const WRITTEN: &str = "// Written by `cargo xtask types` from the Rust types. Do not edit.\n";

macro_rules! declared {
    ($($path:path),* $(,)?) => {
        [$(<$path as TS>::decl(&Config::default())),*]
            .map(|declaration| format!("\nexport {declaration}\n"))
            .concat()
    };
}

/// The whole of `types.ts`.
pub fn types() -> String {
    let own = desk_types();
    let is_named = |name: &&str| {
        let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
        own.split(|c: char| !is_of_name(c)).any(|word| word == *name)
    };
    let model = model_types();
    let declarations = model.lines().filter_map(|line| line.strip_prefix("export type "));
    let names = declarations.filter_map(|line| line.split([' ', '<', '=']).next());
    let imported: Vec<String> = names.filter(is_named).map(|name| format!("  {name},\n")).collect();
    format!(
        "{WRITTEN}\nimport type {{\n{}}} from './model-types';\n\n\
         export type * from './model-types';\n{own}",
        imported.concat()
    )
}

/// The whole of `model-types.ts`.
pub fn model_types() -> String {
    use coupure_model::{self as model, blog, clipping, draft, id, problem, publication};
    let types = declared!(
        id::DraftId,
        id::ClippingId,
        id::BlogId,
        id::PublicationId,
        id::RevisionId,
        id::MediaHash,
        model::Language,
        problem::Code,
        problem::Problem,
        model::WordRange,
        draft::Comments,
        draft::Content,
        draft::Draft,
        draft::RevisionReason,
        clipping::Point,
        clipping::Quad,
        clipping::Rect,
        clipping::Turn,
        clipping::Curl,
        clipping::Preset,
        clipping::Enhancement,
        clipping::Recipe,
        clipping::Word,
        clipping::Role,
        clipping::Line,
        clipping::PageArticle,
        clipping::Reading,
        clipping::CutPage,
        clipping::PutAwayText,
        clipping::Provenance,
        clipping::Rights,
        clipping::Attachment,
        clipping::Derivatives,
        clipping::ClippingState,
        clipping::Clipping,
        blog::BlogKind,
        blog::Features,
        blog::Blog,
        publication::WantedState,
        model::RemoteStatus,
    );
    format!("{WRITTEN}{types}")
}

fn desk_types() -> String {
    use crate::view::*;
    declared!(
        Shelf,
        LibraryQuery,
        LibraryPage,
        LibraryEntry,
        ClippingStep,
        PublicationState,
        PublicationView,
        Doing,
        TheirsView,
        Keep,
        ConflictView,
        ConflictPiece,
        ConflictPart,
        ConflictChange,
        ConflictChoice,
        PreviewBlock,
        OpenDraft,
        TextChange,
        PreviewSplice,
        Fields,
        RevisionView,
        DiffRun,
        TakenIn,
        WatchedFolder,
        ClippingPart,
        Proposals,
        KnownSource,
        PermissionRequest,
        RightsDoubt,
        RightsNote,
        ClippingView,
        AcceptedWord,
        ClippingChange,
        Embargo,
        PublishButton,
        PublishAction,
        Verdict,
        PostLink,
        Check,
        Authorising,
        OlderInterface,
        NewBlog,
        BlogView,
        Settings,
        Theme,
        Welcome,
        Event,
    )
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write, fs, path::Path};

    const SHELL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src-tauri");
    const BACKEND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/backend");

    /// Compares a generated file with the kept one; `cargo xtask types` writes it instead.
    fn hold(name: &str, text: &str) {
        let path = Path::new(BACKEND).join(name);
        if std::env::var_os("COUPURE_WRITE_TYPES").is_some() {
            fs::write(&path, text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "ui/src/backend/{name} is old: run `cargo xtask types`");
    }

    #[test]
    fn the_windows_types_are_current() {
        hold("model-types.ts", &super::model_types());
        hold("types.ts", &super::types());
    }

    #[test]
    fn the_windows_commands_are_current() {
        hold("commands.ts", &commands());
    }

    #[test]
    fn every_command_is_handled_by_the_shell() {
        let shell = fs::read_to_string(Path::new(SHELL).join("lib.rs")).unwrap();
        for (module, function) in command_functions() {
            let name = format!("commands::{module}::{},", function.sig.ident);
            assert!(shell.contains(&name), "{name} is missing in generate_handler!");
        }
    }

    /// One TypeScript function a command, in the order of their names.
    fn commands() -> String {
        let mut functions: Vec<_> = command_functions().into_iter().map(|(_, f)| f).collect();
        functions.sort_by_key(|f| f.sig.ident.to_string());
        let mut named = std::collections::BTreeSet::new();
        let mut body = String::new();
        for function in &functions {
            let name = function.sig.ident.to_string();
            let mut parameters = Vec::new();
            for argument in &function.sig.inputs {
                let syn::FnArg::Typed(argument) = argument else { continue };
                let syn::Pat::Ident(ident) = &*argument.pat else { panic!("{name}: a plain name") };
                let rust = last_segment(&argument.ty);
                if rust.ident == "State" || rust.ident == "AppHandle" {
                    continue;
                }
                let typescript = typescript_of(&argument.ty, &mut named);
                parameters.push((camel(&ident.ident.to_string()), typescript));
            }
            let syn::ReturnType::Type(_, answer) = &function.sig.output else {
                panic!("{name} answers nothing")
            };
            let answer = typescript_of(inner(last_segment(answer)), &mut named);
            let list: Vec<_> = parameters.iter().map(|(n, t)| format!("{n}: {t}")).collect();
            let names: Vec<_> = parameters.iter().map(|(n, _)| n.as_str()).collect();
            let sent = if names.is_empty() {
                String::new()
            } else {
                format!(", {{ {} }}", names.join(", "))
            };
            writeln!(
                body,
                "\nexport function {}({}): Promise<{answer}> {{\n  return call('{name}'{sent});\n}}",
                camel(&name),
                list.join(", "),
            )
            .unwrap();
        }
        let named: Vec<_> = named.into_iter().map(|n| format!("  {n},")).collect();
        format!(
            "// Written by `cargo xtask types` from the shell's commands. Do not edit.\n\n\
             import {{ call }} from './call';\n\
             import type {{\n{}\n}} from './types';\n{body}",
            named.join("\n"),
        )
    }

    fn command_functions() -> Vec<(String, syn::ItemFn)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(Path::new(SHELL).join("commands")).unwrap() {
            let path = entry.unwrap().path();
            let module = path.file_stem().unwrap().to_string_lossy().into_owned();
            let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            found.extend(file.items.into_iter().filter_map(|item| match item {
                syn::Item::Fn(f) if f.attrs.iter().any(|a| a.path().segments.len() == 2) => {
                    Some((module.clone(), f))
                }
                _ => None,
            }));
        }
        assert!(!found.is_empty());
        found
    }

    fn last_segment(of: &syn::Type) -> &syn::PathSegment {
        let syn::Type::Path(path) = of else { panic!("a command takes and gives named types") };
        path.path.segments.last().unwrap()
    }

    fn inner(segment: &syn::PathSegment) -> &syn::Type {
        let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            panic!("{} holds a type", segment.ident)
        };
        let Some(syn::GenericArgument::Type(held)) = arguments.args.first() else {
            panic!("{} holds a type", segment.ident)
        };
        held
    }

    fn typescript_of(rust: &syn::Type, named: &mut std::collections::BTreeSet<String>) -> String {
        if let syn::Type::Tuple(unit) = rust
            && unit.elems.is_empty()
        {
            return "void".into();
        }
        let segment = last_segment(rust);
        match segment.ident.to_string().as_str() {
            "String" => "string".into(),
            "bool" => "boolean".into(),
            "u32" | "u64" | "f32" => "number".into(),
            "Vec" => format!("{}[]", typescript_of(inner(segment), named)),
            "Option" => format!("{} | null", typescript_of(inner(segment), named)),
            name => {
                named.insert(name.into());
                name.into()
            }
        }
    }

    fn camel(snake: &str) -> String {
        let mut parts = snake.split('_');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |mut out, part| {
            let (head, tail) = part.split_at(1);
            out.push_str(&head.to_uppercase());
            out.push_str(tail);
            out
        })
    }
}
