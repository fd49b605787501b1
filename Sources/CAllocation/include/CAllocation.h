// What happens when the system has no more memory to give.
#pragma once

// glibc's own calls about memory, which Swift's Glibc module leaves out.
#include <malloc.h>

// Has a function called, once, before the process ends for want of memory. It may ask for a little memory itself. To be
// called before there is a second thread.
void pushtrail_before_exhaustion(void (*body)(void));
