// glibc's own calls about memory, which Swift's Glibc module leaves out.
#pragma once
#if defined(__GLIBC__) || __has_include(<malloc.h>)
#include <malloc.h>
#endif
