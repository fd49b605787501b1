import Glibc

/// The descriptors 0, 1 and 2, which may be closed at the start.
///
/// A daemon or a shell (`<&-`, `>&-`, `2>&-`) may close them. The next file, pipe or socket that is opened would get
/// such a number and receive what is printed. ``secure()`` opens the null device under each of them first, so that
/// nothing else can.
public enum StandardStreams {
    /// Which of the three were closed; written once, before there is a second thread.
    nonisolated(unsafe) private static var closed = (input: false, output: false, error: false)

    /// Opens the null device in place of each that is closed.
    ///
    /// Call it once, before anything opens a file. Input is opened for writing and output for reading, so that using
    /// either fails (`EBADF`) as on a closed one: an empty input or a lost answer must not look like success. What is
    /// written to standard error is lost.
    public static func secure() {
        closed.input = replace(STDIN_FILENO, O_WRONLY)
        closed.output = replace(STDOUT_FILENO, O_RDONLY)
        closed.error = replace(STDERR_FILENO, O_WRONLY)
    }

    /// Whether standard input was closed at the start.
    public static var isInputClosed: Bool { closed.input }
    /// Whether standard output was closed at the start.
    public static var isOutputClosed: Bool { closed.output }

    /// - Returns: whether the descriptor was closed.
    private static func replace(_ descriptor: Int32, _ mode: Int32) -> Bool {
        guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { return false }
        // The lowest free number is used: this one, since those below it are open.
        var opened = open("/dev/null", mode)
        // Without devices the root folder serves: it can be neither read nor written as a stream.
        if opened < 0 { opened = open("/", O_RDONLY | O_DIRECTORY) }
        return true
    }
}
