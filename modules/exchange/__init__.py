"""Questions in the files of other platforms: GIFT and Moodle XML, read and written. Pure, all of it."""
