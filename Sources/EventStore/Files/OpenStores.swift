import Durability
import Synchronization

/// The stores that this process has open.
///
/// The system drops all locks that a process holds on a file as soon as the process closes any descriptor of it. So the
/// bytes of a store may be read only while this process has no connection to it.
enum OpenStores {
    private static let places = Mutex<[FilePlace: Int]>([:])

    /// Notes a store that is about to be opened.
    ///
    /// - Parameter check: called where it is not open in this process yet.
    static func add(_ path: String, check: () throws(StoreError) -> Void) throws(StoreError) -> FilePlace? {
        guard let place = FilePlace(path) else { return nil }
        let failure: StoreError? = places.withLock { places in
            if places[place] == nil {
                do throws(StoreError) { try check() } catch { return error }
            }
            places[place, default: 0] += 1
            return nil
        }
        if let failure { throw failure }
        return place
    }

    /// Notes that a store is closed.
    static func remove(_ place: FilePlace) {
        places.withLock { places in
            places[place] = places[place].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
