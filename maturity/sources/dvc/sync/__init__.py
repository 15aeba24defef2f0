"""Whether what DVC recorded still is what is committed: pure logic over the contents of one commit."""
