/// How a run ended, as scripts learn it from the exit code.
enum ExitStatus: Int32, Sendable {
    /// All done.
    case done = 0
    /// Done, and the answer is bad news: rows were rejected, a rule tripped.
    case badNews = 1
    /// Not all there yet: a job still runs, a night is missing.
    case incomplete = 2
    /// The work could not be done: unreadable input, a full disk, a lock held by another.
    case couldNotRun = 3
    /// The command line was wrong.
    case wrongUsage = 64

    /// The more important of two statuses: 3 before 1 before 2.
    func and(_ other: ExitStatus) -> ExitStatus {
        other.weight > weight ? other : self
    }

    private var weight: Int {
        switch self {
        case .done: 0
        case .incomplete: 1
        case .badNews: 2
        case .couldNotRun: 3
        case .wrongUsage: 4
        }
    }
}
