import Glibc
import Synchronization

/// How long the writing connection waits for another process's transaction.
final class WritingPatience: Sendable {
    /// How long to wait where nobody says otherwise.
    static let usual: Duration = .seconds(10)
    /// For how long of that the connection is kept from others.
    static let turn: Duration = .milliseconds(50)
    /// How often to ask whether it has ended: often, for one that ingests leaves only short gaps between its own.
    static let pause: Duration = .milliseconds(4)

    private let limit = Mutex(ContinuousClock.now + usual)

    /// Waits until a moment from now on.
    func wait(until limit: ContinuousClock.Instant) { self.limit.withLock { $0 = limit } }

    /// Waits a little more.
    ///
    /// - Returns: false where there is no more time.
    func waitOn() -> Bool {
        usleep(UInt32(Self.pause / .microseconds(1)))
        return ContinuousClock.now < limit.withLock { $0 }
    }
}

extension EventStore {
    /// Until when what is called now may wait for other processes; nil means a usual time.
    @TaskLocal static var deadline: ContinuousClock.Instant?

    /// Does some work that waits for other processes until a moment, and no longer.
    ///
    /// Where somebody waits for the work, the moment is to be counted from when he began to: then a store that is locked
    /// keeps nobody for longer, however many ask at once.
    public static func waiting<Result, Failure: Error>(
        until deadline: ContinuousClock.Instant, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A task-local value's own way does not keep the error's type.
        let outcome = $deadline.withValue(deadline) { () -> Swift.Result<Result, Failure> in
            do throws(Failure) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
