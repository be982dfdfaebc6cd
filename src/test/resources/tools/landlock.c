// landlock DIR... -- COMMAND: reading files is allowed below these directories only (landlock(7)).
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int count, char **words) {
  struct landlock_ruleset_attr all = {.handled_access_fs = LANDLOCK_ACCESS_FS_READ_FILE};
  int ruleset = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
  if (ruleset < 0) { perror("landlock"); return 77; }
  int i = 1;
  for (; i < count && strcmp(words[i], "--"); i++) {
    struct landlock_path_beneath_attr below = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
        .parent_fd = open(words[i], O_PATH | O_CLOEXEC)};
    if (below.parent_fd < 0) continue;
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &below, 0)) {
      perror(words[i]);
      return 77;
    }
    close(below.parent_fd);
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_landlock_restrict_self, ruleset, 0)) { perror("landlock"); return 77; }
  execvp(words[i + 1], words + i + 1);
  perror("exec");
  return 78;
}
