# Two exports with a descriptor each: the second truncates what the first has begun.
import sys
a, b = open(sys.argv[1], 'rb').read(), open(sys.argv[2], 'rb').read()
half = 512 * ((a.find(b'index.json') - 1) // 512)
one = open('image.tar', 'wb', 0); one.write(a[:half])
two = open('image.tar', 'wb', 0); two.write(b)
one.write(a[half:])
