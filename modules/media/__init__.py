"""Videos, captions, pictures and papers of a module: what may be one, where editions keep them, how they are served."""
