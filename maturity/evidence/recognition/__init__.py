"""How the signs of technologies are recognised: names, command lines, CI actions, declared resources, words."""
