"""The sample community: invented people in a believable place, as the workbook that is imported."""
