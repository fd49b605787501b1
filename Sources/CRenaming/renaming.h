#ifndef PUSHTRAIL_RENAMING_H
#define PUSHTRAIL_RENAMING_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Renames a file, and fails with EEXIST where another file has the name: renameat2(2) with RENAME_NOREPLACE, which
// Swift's Glibc module does not have.
static inline int rename_unless_taken(const char *file, const char *name) {
    const unsigned int no_replace = 1;
    return (int)syscall(SYS_renameat2, AT_FDCWD, file, AT_FDCWD, name, no_replace);
}

#endif
