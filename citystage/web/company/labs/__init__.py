"""The lab's own side: its page, its reports, the proof of an improvement, renewal."""
