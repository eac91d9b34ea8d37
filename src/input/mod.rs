//! Reads what people have: articles as text or JSON lines, labelled quotes, and
//! annotated articles (the project's own gold data, and the layouts that others use).
//!
//! ```no_run
//! use quotestance::input::{Articles, resolve};
//!
//! let found = resolve(&["articles/".into()], None);
//! for article in Articles::new(found.sources, |warning| eprintln!("{warning}")) {
//!     match article {
//!         Ok(article) => println!("{}: {} bytes", article.id, article.text.len()),
//!         Err(error) => eprintln!("{error}"),
//!     }
//! }
//! ```

pub mod annotated;
mod articles;
pub mod gold;
mod jsonl;
pub mod labelled;
mod plain;
mod resolve;
pub mod walk;

pub use articles::Articles;
pub use jsonl::JsonLines;
pub use plain::article_of_text;
pub use resolve::{InputFormat, Resolved, Source, resolve};
