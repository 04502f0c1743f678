/* launch FILE COMMAND…: runs the command and writes into FILE what it took: CPU seconds, peak memory in MB, as JSON. Its own memory is
 * small: on Linux a process's peak begins with what the one that started it had. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
  if (count < 3) return 2;
  pid_t child = fork();
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 2;
#ifdef __APPLE__
  double unit = 1024.0 * 1024;
#else
  double unit = 1024.0;
#endif
  FILE *file = fopen(arguments[1], "w");
  if (file == NULL) return 2;
  fprintf(file, "{\"cpuSeconds\":%.4f,\"systemSeconds\":%.4f,\"peakMegabytes\":%.1f}\n",
          seconds(usage.ru_utime) + seconds(usage.ru_stime), seconds(usage.ru_stime), usage.ru_maxrss / unit);
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
