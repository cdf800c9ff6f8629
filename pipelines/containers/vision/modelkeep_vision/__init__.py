"""The vision container: a folder of labelled images in; a network that tells lesions apart, and what is known about it, out."""
