// swap: as soon as argv[1] is there, exchanges it with argv[2]
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
int main(int c, char **v) { while (renameat2(AT_FDCWD, v[1], AT_FDCWD, v[2], RENAME_EXCHANGE)); }
