import Glibc

/// Signals that ask the process to end, delivered to a thread that can clean up first.
///
/// A signal handler may do next to nothing, so it writes the signal's number to a pipe, which the thread reads.
struct Signals: Sendable {
    /// The end of the pipe that handlers write to; set before there is a handler.
    nonisolated(unsafe) private static var writingEnd: Int32 = -1

    private let descriptor: Int32

    /// Catches signals, except those that the process was started to ignore, as by nohup.
    ///
    /// nil where no pipe can be opened. Call it once in a process.
    init?(_ numbers: [Int32]) {
        var ends: [Int32] = [-1, -1]
        guard Self.makePipe(&ends) else { return nil }
        descriptor = ends[0]
        Self.writingEnd = ends[1]
        for number in numbers {
            let before = signal(number) { number in
                let code = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(Signals.writingEnd, &byte, 1)
                errno = code
            }
            if Self.isIgnoring(before) { signal(number, SIG_IGN) }
        }
    }

    /// Waits for one of the signals.
    func wait() -> Int32 {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) != 1 {}
        return Int32(byte)
    }

    /// Ends the process as the uncaught signal would have.
    static func end(by number: Int32) {
        signal(number, SIG_DFL)
        var numbers = sigset_t()
        sigemptyset(&numbers)
        sigaddset(&numbers, number)
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
        raise(number)
    }

    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
