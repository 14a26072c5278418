"""What the bot does for residents, one module per need; the first that wants an event answers."""

from handlers import arriving, asking, danger, group, media, place, pressing, quiet

HANDLERS = (
    quiet,  # what needs no words: standby, blocked, left, unsent, kinds we do not know
    arriving,  # follow, join
    pressing,  # buttons
    group,  # in groups: silence unless addressed
    danger,  # words of mortal danger come before everything else that is written
    place,  # a location
    media,  # stickers, pictures, voice, files
    asking,  # a question
)
