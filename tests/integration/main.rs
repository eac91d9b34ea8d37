//! The program as its users have it: what it reads, writes, says and returns.

mod abstain;
mod bad_input;
mod browser;
mod compare;
mod corpus;
mod evaluation;
mod explain;
mod finder;
mod formats;
mod golden;
mod inputs;
mod layouts;
mod lists;
mod measures;
mod models;
mod page;
mod properties;
mod reasons;
mod reports;
mod resume;
mod shipped_reports;
mod story;
mod streams;
mod support;
mod training;
