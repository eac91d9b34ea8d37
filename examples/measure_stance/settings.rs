//! What the command line says.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use quotestance::features::{BlockWeights, FeatureConfig};
use quotestance::pipeline::{shipped_model, shipped_model_with_encoder};
use quotestance::stance::{StanceModel, Steps, TrainParams};

/// What the command line says.
pub struct Settings {
    /// The labelled quotes to train on.
    pub train: PathBuf,
    /// The folder with `gold-dev` and `corpora/argkp`.
    pub shared: PathBuf,
    /// A model to measure instead of one trained with these settings; `shipped` for the program's own.
    pub model: Option<String>,
    /// How a model is trained.
    pub params: TrainParams,
    /// How much an argument of ArgKP counts beside a row of one's own, where both are trained on.
    pub argkp_weight: f64,
    /// Folds of one's own data; ArgKP always has ten.
    pub folds: usize,
    /// What was set, as it was given.
    pub given: Vec<String>,
}

impl Settings {
    /// Reads `NAME=VALUE` arguments.
    pub fn read(args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut settings = Self {
            train: "data/quotes.csv".into(),
            shared: "../shared".into(),
            model: None,
            params: TrainParams::default(),
            argkp_weight: 4.0,
            folds: 5,
            given: Vec::new(),
        };
        for arg in args {
            let (name, value) = arg.split_once('=').with_context(|| format!("`{arg}` is not NAME=VALUE"))?;
            settings.set(name, value).with_context(|| format!("`{arg}`"))?;
            settings.given.push(arg);
        }
        Ok(settings)
    }

    /// The model that is named; `None` where one is to be trained.
    pub fn model(&self) -> anyhow::Result<Option<StanceModel>> {
        Ok(match self.model.as_deref() {
            Some("shipped") => Some(shipped_model()?),
            Some("full") => Some(shipped_model_with_encoder()?),
            Some(file) => Some(StanceModel::load(Path::new(file))?),
            None => None,
        })
    }

    fn set(&mut self, name: &str, value: &str) -> anyhow::Result<()> {
        let params = &mut self.params;
        match name {
            "train" => self.train = value.into(),
            "shared" => self.shared = value.into(),
            "model" => self.model = Some(value.into()),
            "argkp.weight" => self.argkp_weight = value.parse()?,
            "folds" => self.folds = value.parse()?,
            "steps" if value == "single" => params.steps = Steps::Single,
            "steps" => params.steps = Steps::TopicThenSide,
            "penalty" => params.penalty = value.parse()?,
            "balance" => params.balance = value.parse()?,
            "background" => params.background = value.parse()?,
            "words" => params.features.words = value.parse()?,
            "stems" => params.features.stems = value.parse()?,
            "near" => params.features.near = value.parse()?,
            "around" => params.features.around = value.parse()?,
            "terms" => params.features.key_terms = value.parse()?,
            "min" => params.features.min_groups = value.parse()?,
            name => match BLOCKS.iter().find(|(block, _)| name.strip_prefix("w.") == Some(block)) {
                Some((_, weight)) => *weight(&mut params.features.weights) = value.parse()?,
                None => bail!("no such setting"),
            },
        }
        Ok(())
    }
}

/// The place of a block's weight.
type Weight = fn(&mut BlockWeights) -> &mut f32;

/// The blocks of features by name.
pub const BLOCKS: [(&str, Weight); 15] = [
    ("quote", |w| &mut w.quote),
    ("negated", |w| &mut w.negated),
    ("chars", |w| &mut w.chars),
    ("near", |w| &mut w.near),
    ("around", |w| &mut w.around),
    ("speaker", |w| &mut w.speaker),
    ("cue", |w| &mut w.cue),
    ("title", |w| &mut w.title),
    ("frames", |w| &mut w.frames),
    ("person", |w| &mut w.person),
    ("sense", |w| &mut w.sense),
    ("sense_around", |w| &mut w.sense_around),
    ("sense_near", |w| &mut w.sense_near),
    ("sense_negated", |w| &mut w.sense_negated),
    ("sense_person", |w| &mut w.sense_person),
];

/// The same settings without a block, and whether it was on.
pub fn without(params: &TrainParams, weight: Weight) -> (TrainParams, bool) {
    let mut params = params.clone();
    let place = weight(&mut params.features.weights);
    let was_on = *place > 0.0;
    *place = 0.0;
    (params, was_on)
}

/// Only the blocks that the features of a quote alone have.
pub fn quote_alone(params: &TrainParams) -> TrainParams {
    let weights = &params.features.weights;
    let kept = BlockWeights {
        quote: weights.quote,
        negated: weights.negated,
        sense: weights.sense,
        sense_negated: weights.sense_negated,
        ..FeatureConfig::ngrams_only().weights
    };
    let features = FeatureConfig { weights: BlockWeights { chars: 0.0, ..kept }, ..params.features.clone() };
    TrainParams { features, ..params.clone() }
}
