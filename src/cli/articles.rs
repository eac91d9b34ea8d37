//! `classify` and `extract` on articles.

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::Result;
use crate::input::{Articles, Source};
use crate::output::{Destination, Renderer};
use crate::pipeline::Pipeline;
use crate::text::Article;

use super::messages::{Messages, Status};

/// Articles are worked on in batches of about so many bytes of text a thread, so that
/// memory does not grow with the input.
const BATCH_BYTES: usize = 1 << 19;

/// Analyses the articles of `sources` on the threads of `pool` and writes them in their order.
///
/// # Errors
/// [`crate::Error::Write`] when the output can't be written.
pub(super) fn run(
    sources: Vec<Source>,
    pipeline: &Pipeline,
    renderer: &Renderer<'_>,
    mut out: Destination,
    pool: &ThreadPool,
    messages: &Messages,
) -> Result<Status> {
    let mut articles = Articles::new(sources, |warning| messages.warn(&warning));
    let mut read: u64 = 0;
    while !out.is_closed() {
        let batch = next_batch(&mut articles, pool.current_num_threads() * BATCH_BYTES, messages);
        if batch.is_empty() {
            break;
        }
        let render = |article| renderer.article(article, &pipeline.analyse(article));
        let rendered: Vec<Vec<u8>> = pool.install(|| batch.par_iter().map(render).collect());
        for bytes in &rendered {
            if read == 0 {
                out.write(&renderer.head())?;
            } else {
                out.write(renderer.between())?;
            }
            out.write(bytes)?;
            read += 1;
        }
        out.flush()?;
        messages.done(batch.len());
    }
    let status = messages.status(read, "articles");
    if status != Status::Unusable {
        out.write(renderer.foot())?;
        out.finish()?;
    }
    Ok(status)
}

/// The next articles, of about `bytes` together; what can't be read is told.
fn next_batch(articles: &mut Articles<'_>, bytes: usize, messages: &Messages) -> Vec<Article> {
    let mut batch = Vec::new();
    let mut size = 0;
    for article in articles {
        match article {
            Ok(article) => {
                size += article.text.len();
                batch.push(article);
                if size >= bytes {
                    break;
                }
            }
            Err(error) => messages.unread(&error),
        }
    }
    batch
}
