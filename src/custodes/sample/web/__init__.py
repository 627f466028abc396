"""The proxy's log: ordinary days as whole arrays, and what is planted in them line by line."""
