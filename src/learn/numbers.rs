//! Lists of numbers as bytes, lowest first: a model file's reader copies them instead of reading one after the other.
//! For `#[serde(with = "...")]`.

use serde::{Deserialize, Deserializer, Serializer, de};

/// Lists of `f32`.
pub mod floats {
    use super::*;

    /// Writes four bytes a number.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(numbers: &[f32], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    /// Reads what [`serialize`] wrote.
    ///
    /// # Errors
    /// When the number of bytes is no multiple of four.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
        let (numbers, rest) = <&[u8]>::deserialize(deserializer)?.as_chunks();
        let numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if rest.is_empty() { Ok(numbers) } else { Err(de::Error::custom("a list of numbers is cut")) }
    }
}

/// Lists of `u64`.
pub mod wholes {
    use super::*;

    /// Writes eight bytes a number.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(numbers: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    /// Reads what [`serialize`] wrote.
    ///
    /// # Errors
    /// When the number of bytes is no multiple of eight.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
        let (numbers, rest) = <&[u8]>::deserialize(deserializer)?.as_chunks();
        let numbers = numbers.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        if rest.is_empty() { Ok(numbers) } else { Err(de::Error::custom("a list of numbers is cut")) }
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lists {
        #[serde(with = "super::floats")]
        floats: Vec<f32>,
        #[serde(with = "super::wholes")]
        wholes: Vec<u64>,
    }

    #[test]
    fn lists_come_back_as_they_were_and_cut_ones_are_refused() {
        let lists = Lists { floats: vec![0.5, -3.0, f32::MAX], wholes: vec![0, 7, u64::MAX] };
        let bytes = postcard::to_stdvec(&lists).expect("encodes");
        assert_eq!(postcard::from_bytes::<Lists>(&bytes).expect("decodes"), lists);
        for cut in 0..bytes.len() {
            assert!(postcard::from_bytes::<Lists>(&bytes[..cut]).is_err());
        }
        // three bytes are no float
        assert!(postcard::from_bytes::<Lists>(&[3, 1, 2, 3, 0]).is_err());
    }
}
