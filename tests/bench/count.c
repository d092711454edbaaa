/* Counts guest instructions between calls of a marker function (a QEMU plugin).

   -plugin count.so,log=FILE,mark=ADDRESS[,skip=LOW:HIGH]...

   Each time that execution reaches a block that starts at the mark, the number
   of instructions so far is written to the log, a line each. Blocks that start
   in a skipped range, such as the tick's interrupt handler, do not count.

   The interface is declared here, because distributions package no header for
   it. Only calls that all versions of it share are used; the version that
   QEMU asks for comes from the command line of the compiler. */

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef PLUGIN_VERSION
#define PLUGIN_VERSION 1
#endif

#define EXPORTED __attribute__((visibility("default")))
#define NO_REGISTERS 0
#define MAX_RANGES 16

typedef uint64_t plugin_id;
struct qemu_plugin_tb;

typedef void (*on_translation)(plugin_id, struct qemu_plugin_tb *);
typedef void (*on_execution)(unsigned int cpu, void *data);

extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, on_translation);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, on_execution, int registers, void *data);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);

EXPORTED int qemu_plugin_version = PLUGIN_VERSION;

struct range {
    uint64_t low;
    uint64_t high;
};

static FILE *output;
static uint64_t mark;
static struct range skipped[MAX_RANGES];
static unsigned skipped_count;
static uint64_t executed;

static void count_block(unsigned int cpu, void *data)
{
    (void)cpu;
    executed += (uintptr_t)data;
}

static void write_mark(unsigned int cpu, void *data)
{
    (void)cpu;
    (void)data;
    fprintf(output, "%" PRIu64 "\n", executed);
    fflush(output);
}

static void translate(plugin_id id, struct qemu_plugin_tb *block)
{
    (void)id;
    uint64_t start = qemu_plugin_tb_vaddr(block);
    if (start == mark) {
        qemu_plugin_register_vcpu_tb_exec_cb(block, write_mark, NO_REGISTERS, NULL);
    }
    for (unsigned i = 0; i < skipped_count; i++) {
        if (start >= skipped[i].low && start < skipped[i].high) {
            return;
        }
    }
    uintptr_t length = qemu_plugin_tb_n_insns(block);
    qemu_plugin_register_vcpu_tb_exec_cb(block, count_block, NO_REGISTERS, (void *)length);
}

/* Reads one argument; 0 if it makes sense. */
static int take(const char *argument)
{
    char *end = NULL;
    if (strncmp(argument, "log=", 4) == 0) {
        output = fopen(argument + 4, "w");
        return output ? 0 : -1;
    }
    if (strncmp(argument, "mark=", 5) == 0) {
        mark = strtoull(argument + 5, &end, 16) & ~(uint64_t)1;
        return *end ? -1 : 0;
    }
    if (strncmp(argument, "skip=", 5) == 0 && skipped_count < MAX_RANGES) {
        struct range *range = &skipped[skipped_count++];
        range->low = strtoull(argument + 5, &end, 16) & ~(uint64_t)1;
        if (*end != ':') {
            return -1;
        }
        range->high = strtoull(end + 1, &end, 16);
        return *end ? -1 : 0;
    }
    return -1;
}

/* The second parameter describes the emulator; nothing of it is needed. */
EXPORTED int qemu_plugin_install(plugin_id id, const void *emulator, int argc, char **argv)
{
    (void)emulator;
    for (int i = 0; i < argc; i++) {
        if (take(argv[i]) != 0) {
            fprintf(stderr, "count: cannot take %s\n", argv[i]);
            return -1;
        }
    }
    if (output == NULL || mark == 0) {
        fprintf(stderr, "count: log and mark are needed\n");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
