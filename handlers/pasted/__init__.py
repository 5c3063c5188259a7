"""What an officer or a grid worker pastes from a WeChat group: proposed, filed, answered, taken back.

The chat itself is stored nowhere: what is proposed travels, sealed, with the form that shows it.
"""
