"""Operations: words without weights that compute with tensors."""
