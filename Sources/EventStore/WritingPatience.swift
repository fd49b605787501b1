import Glibc
import Synchronization

/// The time that the writing connection waits for another process's transaction.
final class WritingPatience: Sendable {
    /// The default time to wait.
    static let usual: Duration = .seconds(10)
    /// The part of it after which other calls get the connection.
    static let turn: Duration = .milliseconds(50)
    /// The pause between tries: short, since an ingest leaves only short gaps between its transactions.
    static let pause: Duration = .milliseconds(4)

    private let limit = Mutex(ContinuousClock.now + usual)

    /// Sets the moment until which to wait.
    func wait(until limit: ContinuousClock.Instant) { self.limit.withLock { $0 = limit } }

    /// Waits one pause.
    ///
    /// - Returns: false where the time is over.
    func waitOn() -> Bool {
        usleep(UInt32(Self.pause / .microseconds(1)))
        return ContinuousClock.now < limit.withLock { $0 }
    }
}

extension EventStore {
    /// The moment until which calls may wait for other processes; nil means the default time.
    @TaskLocal static var deadline: ContinuousClock.Instant?

    /// Runs work that waits for other processes at most until a moment.
    ///
    /// Where a client waits for the work, count the moment from the client's request: then a locked store makes no client
    /// wait longer, however many ask at once.
    public static func waiting<Result, Failure: Error>(
        until deadline: ContinuousClock.Instant, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A task-local value's `withValue` does not keep the error's type.
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
