/* Runs libmodsecurity over requests: frames on standard input (32-bit little-endian length, then a JSON body), one line each on standard output:
 * `<1 when the rules stop it, else 0> <nanoseconds of CPU>`. Usage: modsecurity <file with the rules to load>. */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void silent(void *log, const void *message) { (void)log; (void)message; }

static int64_t cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void header(Transaction *t, const char *name, const char *value) {
  msc_add_n_request_header(t, (const unsigned char *)name, strlen(name), (const unsigned char *)value, strlen(value));
}

static int stopped(Transaction *t) {
  ModSecurityIntervention it = {.status = 200, .url = NULL, .log = NULL, .disruptive = 0};
  int found = msc_intervention(t, &it) && it.disruptive;
  free(it.url);
  free(it.log);
  return found;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  ModSecurity *modsec = msc_init();
  msc_set_log_cb(modsec, silent);
  RulesSet *rules = msc_create_rules_set();
  const char *error = NULL;
  int64_t begin = cpu();
  if (msc_rules_add_file(rules, argv[1], &error) < 0) {
    fprintf(stderr, "%s\n", error);
    return 2;
  }
  printf("ready %lld\n", (long long)(cpu() - begin));
  uint32_t length;
  while (fread(&length, 4, 1, stdin) == 1) {
    unsigned char *body = malloc(length + 1);
    if (fread(body, 1, length, stdin) != length) return 2;
    char size[16];
    snprintf(size, sizeof size, "%u", length);
    int64_t start = cpu();
    Transaction *t = msc_new_transaction(modsec, rules, NULL);
    msc_process_connection(t, "192.0.2.1", 40000, "192.0.2.2", 443);
    msc_process_uri(t, "/items", "POST", "1.1");
    header(t, "Host", "api.example.com");
    header(t, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
    header(t, "Accept", "application/json");
    header(t, "Content-Type", "application/json");
    header(t, "Content-Length", size);
    msc_process_request_headers(t);
    int found = stopped(t);
    if (!found) {
      msc_append_request_body(t, body, length);
      msc_process_request_body(t);
      found = stopped(t);
    }
    msc_transaction_cleanup(t);
    printf("%d %lld\n", found, (long long)(cpu() - start));
    fflush(stdout);
    free(body);
  }
  return 0;
}
