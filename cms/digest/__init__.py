"""The letter of the watch: who asked for it, what it holds, when it leaves."""
