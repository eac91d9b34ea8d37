//! What every page has: head, style, script, and the facts it opens with.

use super::writer::Html;

/// Nothing may be loaded from anywhere, whatever the page holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// A whole page with this title.
pub(super) fn page(title: &str, body: impl FnOnce(&mut Html)) -> String {
    let mut html = Html::default();
    html.raw("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "en")], |html| {
        html.element("head", &[], |html| {
            html.open("meta", &[("charset", "utf-8")]);
            html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
            html.open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            html.open("meta", &[("name", "color-scheme"), ("content", "light dark")]);
            html.open("link", &[("rel", "icon"), ("href", "data:,")]);
            html.leaf("title", &[], title);
            html.element("style", &[], |html| html.raw(concat!("\n", include_str!("page.css"))));
        });
        html.text("\n");
        html.element("body", &[], |html| {
            body(html);
            html.element("script", &[], |html| html.raw(concat!("\n", include_str!("page.js"))));
        });
    });
    html.text("\n");
    html.finish()
}

/// The head of the page: its name, what it says in a sentence, and facts by name.
pub(super) fn header(html: &mut Html, name: &str, sentence: &str, facts: &[(&str, String)]) {
    html.element("header", &[], |html| {
        html.leaf("h1", &[], name);
        html.leaf("p", &[("class", "lead"), ("dir", "auto")], sentence);
        html.element("dl", &[("class", "facts")], |html| {
            for (name, fact) in facts {
                html.element("div", &[], |html| {
                    html.leaf("dt", &[], name);
                    html.leaf("dd", &[("dir", "auto")], fact);
                });
            }
        });
    });
    html.text("\n");
}

/// A section with a heading; its level is `h2` or `h3`.
pub(super) fn section(html: &mut Html, level: &str, id: &str, name: &str, inside: impl FnOnce(&mut Html)) {
    html.element("section", &[("id", id)], |html| {
        html.leaf(level, &[("dir", "auto")], name);
        html.text("\n");
        inside(html);
    });
    html.text("\n");
}

/// The end of the page: what its words mean, and what made it.
pub(super) fn footer(html: &mut Html, words: &[(&str, &str)]) {
    section(html, "h2", "words", "What the words mean", |html| {
        html.element("dl", &[("class", "words")], |html| {
            for (word, meaning) in words {
                html.leaf("dt", &[], word);
                html.leaf("dd", &[], meaning);
            }
        });
    });
    html.leaf("footer", &[], concat!("Written by quotestance ", env!("CARGO_PKG_VERSION"), "."));
}
