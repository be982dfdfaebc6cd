// idmap SOURCE TARGET: mounts SOURCE on TARGET with an id map of its own, mount_setattr(2): the ids
// 0 to 65533 on the disk are 100000 to 165533 here, and every other one is nobody's (65534).
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void map(pid_t child, const char *kind) {
  char path[64];
  const char *line = "0 100000 65534";
  snprintf(path, sizeof path, "/proc/%d/%s", child, kind);
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, line, strlen(line)) < 0) fail(path);
  close(file);
}

int main(int argc, char **argv) {
  struct { uint64_t set, clear, propagation, userns; } attributes = {0x100000, 0, 0, 0};
  int ready[2];
  char path[64], byte = 0;
  if (argc != 3 || pipe(ready) != 0) return 2;
  pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWUSER) != 0) fail("unshare");
    write(ready[1], &byte, 1);
    pause();
  }
  read(ready[0], &byte, 1);
  map(child, "uid_map");
  map(child, "gid_map");
  snprintf(path, sizeof path, "/proc/%d/ns/user", child);
  attributes.userns = open(path, O_RDONLY);
  int tree = syscall(428, AT_FDCWD, argv[1], 1 | O_CLOEXEC);  // open_tree, OPEN_TREE_CLONE
  if (tree < 0) fail("open_tree");
  if (syscall(442, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0)
    fail("mount_setattr");
  if (syscall(429, tree, "", AT_FDCWD, argv[2], 4) != 0) fail("move_mount");
  kill(child, SIGKILL);
  return 0;
}
