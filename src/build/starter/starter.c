/*
 * bin/custody: starts the Java runtime beside it and turns its end into an exit code of custody.
 *
 * A JVM alone cannot keep two promises. It ends with 1 when it cannot start, which for custody means
 * "the image differs"; and variables such as JDK_JAVA_OPTIONS=--list-modules make it end with 0
 * without looking at anything. So custody's Main adds EXIT_BASE to its exit code, and every other
 * end of the runtime is "cannot tell". The variables do not reach the runtime either.
 *
 * Where the runtime cannot say it, it leaves the verdict unknown for Tekton, see leave_unknown.
 *
 * It is also the one place that chooses the compiler and the start-up cache by the words of the
 * command line. A wrong choice costs time, never an answer.
 *
 * Uses no C library, so that one static file runs on every Linux, also in an image without a shell.
 * README.md beside it says how the files starter-ARCHITECTURE are made.
 */

#define EXIT_BASE 160 /* the same as in the option */
#define EXIT_BASE_OPTION "-Dcustody.exitBase=160"
#define CANNOT_TELL 3
#define MOST_PATH 4096
#define OUR_WORDS 8 /* words before the user's, see begin */

typedef unsigned long word;

#if defined(__x86_64__)
enum { READ_LINK = 89, FORK = 57, EXECVE = 59, WAIT4 = 61, KILL = 62, WRITE = 1, EXIT_GROUP = 231,
       SIGACTION = 13, SIGPROCMASK = 14, SIGTIMEDWAIT = 128, PRCTL = 157, GETPPID = 110, GETPID = 39,
       GETCWD = 79, OPENAT = 257, FCNTL = 72 };

static long call(long n, word a, word b, word c, word d) {
  long result;
  register word r10 __asm__("r10") = d;
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}

__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");

static long fork_process(void) { return call(FORK, 0, 0, 0, 0); }
static long read_link(const char *path, char *to, word most) {
  return call(READ_LINK, (word)path, (word)to, most, 0);
}
#elif defined(__aarch64__)
enum { READ_LINK_AT = 78, CLONE = 220, EXECVE = 221, WAIT4 = 260, KILL = 129, WRITE = 64,
       EXIT_GROUP = 94, SIGACTION = 134, SIGPROCMASK = 135, SIGTIMEDWAIT = 137, PRCTL = 167,
       GETPPID = 173, GETPID = 172, GETCWD = 17, OPENAT = 56, FCNTL = 25 };

static long call(long n, word a, word b, word c, word d) {
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  register word x3 __asm__("x3") = d;
  register word x4 __asm__("x4") = 0;
  register long x8 __asm__("x8") = n;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x8) : "memory");
  return (long)x0;
}

__asm__(".globl _start\n_start: mov x29,#0\n mov x30,#0\n mov x0,sp\n bl begin\n");

static long fork_process(void) { return call(CLONE, 17 /* SIGCHLD */, 0, 0, 0); }
static long read_link(const char *path, char *to, word most) {
  return call(READ_LINK_AT, (word)-100 /* AT_FDCWD */, (word)path, (word)to, most);
}
#else
#error "custody is built for amd64 and arm64"
#endif

enum { SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGKILL = 9, SIGUSR1 = 10, SIGUSR2 = 12, SIGTERM = 15,
       SIGCHLD = 17 };

#define BIT(signal) (1UL << ((signal) - 1))
static const word FORWARDED =
    BIT(SIGHUP) | BIT(SIGINT) | BIT(SIGQUIT) | BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGTERM);

static word length(const char *text) {
  word n = 0;
  while (text[n]) n++;
  return n;
}

static void say(const char *text) { call(WRITE, 2, (word)text, length(text), 0); }

static void say_number(word number) {
  char digits[24];
  int at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = '0' + number % 10; while (number /= 10);
  say(digits + at);
}

static void __attribute__((noreturn)) end(int code) {
  call(EXIT_GROUP, code, 0, 0, 0);
  __builtin_unreachable();
}

static int starts_with(const char *text, const char *start) {
  for (; *start; start++, text++) if (*text != *start) return 0;
  return 1;
}

static int same(const char *text, const char *other) {
  return starts_with(text, other) && !text[length(other)];
}

/* Whether the word is VALUE in any case, or an option that ends in =VALUE. */
static int has_value(const char *text, const char *value) {
  const char *last = text;
  for (const char *c = text; *c; c++) if (*c == '=') last = c + 1;
  for (; *value; value++, last++) {
    char lower = *last >= 'A' && *last <= 'Z' ? *last + ('a' - 'A') : *last;
    if (lower != *value) return 0;
  }
  return !*last;
}

/* Variables that change what a dynamic loader, the C library or a JVM does. */
static int steers_the_runtime(const char *variable) {
  static const char *const prefixes[] = {
      "JAVA_", "JDK_", "_JAVA_", "LD_", "GLIBC_", "MALLOC_", "LC_ALL=", "CLASSPATH="};
  for (word i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
    if (starts_with(variable, prefixes[i])) return 1;
  return 0;
}

static char *join(char *to, const char *home, const char *before, const char *after) {
  char *text = to;
  for (const char *c = before; *c; c++) *to++ = *c;
  for (const char *c = home; *c; c++) *to++ = *c;
  for (const char *c = after; *c; c++) *to++ = *c;
  *to = 0;
  return text;
}

/* The directory above bin/custody, whatever links led here. */
static void find_home(char *home) {
  long n = read_link("/proc/self/exe", home, MOST_PATH - 1);
  if (n <= 0) {
    say("custody: /proc/self/exe cannot be read, so the runtime beside bin/custody is not found; mount"
        " /proc\n");
    end(CANNOT_TELL);
  }
  home[n] = 0;
  for (int parts = 0; n > 0 && parts < 2; )
    if (home[--n] == '/') { home[n] = 0; parts++; }
}

static long block(word signals, word *before) {
  return call(SIGPROCMASK, 0 /* SIG_BLOCK */, (word)&signals, (word)before, 8);
}

static void set_mask(const word *mask) { call(SIGPROCMASK, 2 /* SIG_SETMASK */, (word)mask, 0, 8); }

/* Signals reach the runtime; returns its wait status. Where they cannot be held back or waited for (a seccomp
   profile), the end of the child would be missed for ever, so it alone is waited for. */
static int wait_for(long child, int held, const word *before) {
  const word awaited = FORWARDED | BIT(SIGCHLD);
  struct { int number, error, code, rest[29]; } info;
  for (;;) {
    int status;
    long ended = call(WAIT4, child, (word)&status, held ? 1 /* WNOHANG */ : 0, 0);
    if (ended == child) return status;
    if (ended < 0 && ended != -4 /* EINTR */) return CANNOT_TELL << 8;
    if (!held) continue;
    long signal = call(SIGTIMEDWAIT, (word)&awaited, (word)&info, 0, 8);
    if (signal < 0 && signal != -4 /* EINTR */ && signal != -11 /* EAGAIN */) {
      held = 0;
      set_mask(before);
    }
    /* A terminal's ^C went to the whole group already: positive codes come from the kernel. */
    if (signal > 0 && signal != SIGCHLD && info.code <= 0) call(KILL, child, signal, 0, 0);
  }
}

/* The user's words, from the command on. */
static char *const *asked;
static word asked_count;

/* Whether the path is of a file in a directory named results, as Tekton makes one for each step. */
static int in_results(const char *path) {
  word name = length(path);
  while (name && path[name - 1] != '/') name--;
  return name >= 9 && starts_with(path + name - 9, "/results/");
}

static void leave(const char *option, const char *content) {
  for (word i = 1; i < asked_count; i++) {
    const char *value = 0;
    if (same(asked[i], option) && i + 1 < asked_count) value = asked[i + 1];
    else if (starts_with(asked[i], option) && asked[i][length(option)] == '=') value = asked[i] + length(option) + 1;
    if (!value || !in_results(value)) continue;
    long file = call(OPENAT, (word)-100 /* AT_FDCWD */, (word)value,
                     02000301 /* O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC */, 0644);
    if (file >= 0) call(WRITE, file, (word)content, length(content), 0);
  }
}

/* verify and confirm promise a verdict, and a result that is missing fails a Tekton run that only observes.
   A file that is there is left alone, and so is every other directory: its times may be evidence. */
static void leave_unknown(void) {
  if (asked_count && (same(asked[0], "verify") || same(asked[0], "confirm"))) {
    leave("--verdict-file", "unknown");
    leave("--cause-file", "UNEXPLAINED_ERROR");
  }
}

static void __attribute__((noreturn)) report(int status) {
  int signal = status & 0x7f, code = status >> 8 & 0xff;
  if (!signal && code >= EXIT_BASE) end(code - EXIT_BASE);
  leave_unknown();
  if (!signal && code > 128) end(code); /* ended by a signal that the runtime handled: 143 for SIGTERM */
  if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT) end(128 + signal);
  say("custody: cannot tell: ");
  if (signal == SIGKILL) {
    say("the Java runtime was killed (SIGKILL), most often by the memory limit of the step: give it 128"
        " MiB\n");
    end(128 + SIGKILL);
  }
  char directory[MOST_PATH];
  if (call(GETCWD, (word)directory, sizeof directory, 0, 0) == -2 /* ENOENT */)
    say("the working directory was deleted, and ");
  say("the Java runtime ended before custody could look (");
  say(signal ? "signal " : "exit status ");
  say_number(signal ? signal : code);
  say("); the lines above are its own. Usual causes: too few processes (pids limit, ulimit -u), too"
      " little memory, a seccomp profile that refuses its system calls\n");
  end(CANNOT_TELL);
}

/* A closed standard stream would be the next file that the runtime opens, the record for one. Opened for
   reading, writing to it fails, and custody says that its output is lost. */
static void open_standard_streams(void) {
  for (word stream = 0; stream < 3; stream++)
    if (call(FCNTL, stream, 1 /* F_GETFD */, 0, 0) == -9 /* EBADF */)
      call(OPENAT, (word)-100 /* AT_FDCWD */, (word)"/dev/null", 0 /* O_RDONLY */, 0);
}

static void run(char *const *words, char *const *environment) {
  word before = 0;
  word deflt[4] = {0, 0, 0, 0}; /* SIG_DFL: a parent that ignores SIGCHLD would hide the child's end */
  call(SIGACTION, SIGCHLD, (word)deflt, 0, 8);
  int held = block(FORWARDED | BIT(SIGCHLD), &before) == 0;
  long parent = call(GETPID, 0, 0, 0, 0);
  long child = fork_process();
  if (child == 0) {
    call(PRCTL, 1 /* PR_SET_PDEATHSIG */, SIGKILL, 0, 0);
    if (call(GETPPID, 0, 0, 0, 0) != parent) end(CANNOT_TELL);
    set_mask(&before);
    long error = call(EXECVE, (word)words[0], (word)words, (word)environment, 0);
    say("custody: cannot tell: ");
    say(words[0]);
    say(" cannot be started (errno ");
    say_number(-error);
    say(")\n");
    leave_unknown();
    end(EXIT_BASE + CANNOT_TELL);
  }
  if (child < 0) {
    say("custody: cannot tell: no process can be started (errno ");
    say_number(-child);
    say("): raise the limit of processes (pids limit of the pod, ulimit -u) or the memory limit\n");
    leave_unknown();
    end(CANNOT_TELL);
  }
  report(wait_for(child, held, &before));
}

/* Called by _start with the stack the kernel made: argc, argv, NULL, environment, NULL. */
__attribute__((noreturn, used)) void begin(word *stack) {
  word count = stack[0];
  char **given = (char **)(stack + 1);
  char **variables = given + count + 1;
  static char home[MOST_PATH], java[MOST_PATH + 32], options[MOST_PATH + 32], cache[MOST_PATH + 48],
      jar[MOST_PATH + 32], mode[MOST_PATH + 32];
  open_standard_streams();
  asked = given + 1;
  asked_count = count ? count - 1 : 0;
  find_home(home);

  /* Hashing gigabytes needs C2, which has the SHA-256 intrinsic; all else starts faster without. All
     classes of a cache are loaded at start: what needs no records and no JSON has a cache of its own. */
  int hashes = 0, brief = count > 1 && (same(given[1], "inspect") || same(given[1], "--version"));
  for (word i = 1; i < count; i++) {
    if (has_value(given[i], "content") || has_value(given[i], "layers") || same(given[i], "--hash-archive"))
      hashes = 1;
    if (has_value(given[i], "json")) brief = 0;
  }

  word variable_count = 0;
  while (variables[variable_count]) variable_count++;
  char *environment[variable_count + 2];
  word kept = 0;
  for (word i = 0; i < variable_count; i++)
    if (!steers_the_runtime(variables[i])) environment[kept++] = variables[i];
  environment[kept++] = "LC_ALL=C.UTF-8";
  environment[kept] = 0;

  char *words[count + OUR_WORDS + 1];
  word n = 0;
  words[n++] = join(java, home, "", "/runtime/bin/java");
  words[n++] = join(options, home, "@", "/lib/custody.options");
  words[n++] = join(mode, home, "@", hashes ? "/lib/hashing.options" : "/lib/short.options");
  words[n++] = join(cache, home, "-XX:AOTCache=", brief ? "/lib/brief.aot" : "/lib/custody.aot");
  words[n++] = EXIT_BASE_OPTION;
  words[n++] = "-cp";
  words[n++] = join(jar, home, "", "/lib/custody.jar");
  words[n++] = "dev.custody.cli.Main";
  for (word i = 1; i < count; i++) words[n++] = given[i];
  words[n] = 0;
  run(words, environment);
  __builtin_unreachable();
}
