"""Files as products write them, for each rule of ours some that it must find and near misses, by kind of log."""
