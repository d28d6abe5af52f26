## program and navigation
app-name = Kesu Desk
nav-log = Log a complaint
nav-group-cases = Cases
nav-worklist = Cases
nav-board = Regional board
nav-print = Print forms
nav-import = Import
nav-settings = Settings
nav-collapse = Collapse navigation
nav-expand = Expand navigation
nav-me = Person at this desk
nav-me-unnamed = Enter your name

## lists of the navigation: view-WORD, with what an empty one says: empty-WORD
view-open = All open
view-dispatch = To dispatch
view-handling = In handling
view-reply = To reply
view-revisit = To revisit
view-closure = To close
view-overdue = Overdue
view-archived = Archived
view-all = All cases
group-overdue = Overdue
group-today = Due today
group-later = Later

## closed lists of the case: LIST-WORD
stage-intake = Intake
stage-dispatch = Dispatch
stage-handling = Handling
stage-reply = Reply
stage-revisit = Revisit
stage-closure = Closure
stage-archived = Archived
class-general-quality = General quality
class-major-incident = Major incident
class-market-complaint = Market complaint
class-service-management = Service management
class-competitor = Competitor
class-short-general-quality = Quality
class-short-major-incident = Incident
class-short-market-complaint = Complaint
class-short-service-management = Service
class-short-competitor = Competitor
track-ordinary = Ordinary
track-escalated = Escalated
track-appeal = Appeal
track-incident = Incident
track-batch = Batch
level-general = General
level-provincial = Provincial
level-national = National
grade-general-special = General special
grade-major-special = Major special
grade-extra-major = Extra major
injury-none = None
injury-light = Light
injury-heavy = Heavy
injury-death = Death
exposure-media = Media
exposure-regulator = Regulator
exposure-court = Court
occurrence-repeat = Repeated
verified-true = True
demand-repair = Repair
demand-exchange = Exchange
demand-refund = Refund
demand-compensation = Compensation
demand-apology = Apology
demand-explanation = Explanation
way-phone = Phone
way-visit = Visit
way-letter = Letter
way-fax = Fax
way-email = E-mail
way-message = Message
satisfaction-satisfied = Satisfied
satisfaction-fair = Fair
satisfaction-dissatisfied = Dissatisfied
satisfaction-not-reached = Not reached
acceptance-accepted = Accepted
acceptance-not-accepted = Not accepted
tier-city = City
tier-province = Province
tier-headquarters = Headquarters
priority-urgent = Urgent
priority-high = High
priority-normal = Normal
role-intake = Intake clerk
role-dispatcher = Dispatcher
role-regional-manager = Regional manager
role-department-head = Department head
role-general-manager = General manager
role-technician = Technician
media-photo = Photo
media-video = Video
media-recording = Recording
media-document = Document
note-contact = Contact
note-progress = Progress
note-remark = Remark
sheet-dispatch = Dispatch slip
sheet-urge = Urge notice
same-phone = Same phone
same-serial = Same serial number
same-address = Same address
governs-stage = Stage limit
governs-promise = Outward promise
governs-promised-reply = Reply promised to the customer
standing-in-time = In time
standing-warned = Nearly due
standing-overdue = Overdue
standing-paused = Clock stopped
answer-yes = Yes
answer-no = No
none = None
unknown = Unknown
all = All

## fields of an intake: field-WORD, with the grey text of an empty one: hint-WORD where there is one
field-phone = Phone
field-customer-name = Customer
field-channel = Channel
field-address = Address
field-serial = Serial number
field-category = Category
field-model = Model
field-batch = Batch
field-quantity = Quantity
field-made-on = Made on
field-bought-on = Bought on
field-installed-on = Installed on
field-proof-of-purchase = Proof of purchase
field-symptoms = Symptoms
field-description = Description
field-fault-code = Fault code
field-occurrence = Occurrence
field-injury = Injury
field-loss = Estimated loss
field-demand = Demand
field-demand-text = Demand in words
field-beyond-law = Demand beyond the law
field-exposure = Exposure
field-level = Level
field-grade = Incident grade
field-branch = Branch
field-first-responsible = First responsible
field-second-responsible = Second responsible
field-reporter-post = Post
field-source-unit = Reporting unit
field-external-number = External number
field-remark = Remark
hint-phone = Mobile, or area code and number
hint-received-at = 2026-04-09 10:21
hint-address = Province to house number; the branch follows from it
hint-serial = Scan or type the number on the machine
hint-symptoms = Type pinyin initials, such as “ls”
hint-description = When, what was seen, what it led to
hint-loss = Yuan, up to two decimals
hint-demand-text = In the customer's words
hint-external-number = Number of the platform or regulator

## time: amounts, days, deadlines
unit-seconds = { $n } s
unit-minutes = { $n } min
unit-hours = { $n } h
unit-days = { $n } d
unit-working-days = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    }
unit-hours-minutes = { $hours } h { $minutes } min
unit-days-hours = { $days } d { $hours } h
unit-business = { $time } of business hours
unit-same-day = the same day
unit-cases = { $n ->
        [one] { $n } case
       *[other] { $n } cases
    }
unit-rows = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
unit-pages = { $n ->
        [one] { $n } page
       *[other] { $n } pages
    }
unit-yuan = { $amount } yuan
unit-percent = { $n } %
unit-bytes = { $n } bytes
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-and-time = { $day } { $time }
day-and-weekday = { $weekday } { $day }
deadline-left-under-minute = under 1 min left
deadline-over-under-minute = just late
deadline-paused = { $reason }
deadline-paused-plain = paused
deadline-by = by { $when }
deadline-stage-left = { $stage }: time left
deadline-used = { $percent } % used
deadline-spent = took { $time }
deadline-spent-so-far = { $time } used
deadline-limit = limit { $limit }
deadline-not-started = not begun
deadline-provisional = provisional
wait-customer = waiting for the customer's call

## why a deadline is when it is
expl-title = How this deadline came about
expl-rule = Rule
expl-limit = Limit
expl-clock = Clock
expl-clock-running = runs day and night
expl-clock-business = counts business hours only
expl-start = Starts
expl-pause = Pause { $nth }
expl-pause-span = { $from } to { $to }
expl-pause-open = since { $from }, not resumed
expl-days = { $from } to { $to }
expl-counted = counts { $time }
expl-day-nth = day { $nth }
expl-day-start = starting day
expl-makeup = make-up work day ({ $holiday }), counts { $time }
expl-weekend = day off, not counted
expl-holiday = holiday ({ $holiday }), not counted
expl-outside = outside business hours, not counted
expl-paused = pause { $nth }, not counted
expl-paused-part = { $time } of it paused
expl-several = { $worked } counting and { $rested } other days between, { $time } in all
expl-sum = Sum
expl-promised = Extended to
expl-warning = Warning
expl-warning-at = { $when } ({ $percent } % used)
expl-due = Due
expl-due-open = stopped; worked out again once the clock runs
expl-provisional = Note
expl-provisional-text = counts days of a year whose holidays are not published; may still move

## why a command is refused: every text names the rule row
refused-wrong-stage = The case stands in “{ $stage }”, where this cannot be done; go on from that stage (rule { $rule })
refused-already-closed = The case is closed and archived; reopen it first (rule { $rule })
refused-not-closed = The case is still open; there is nothing to reopen (rule { $rule })
refused-text-missing = Fill in { $text } (rule { $rule })
refused-already-waiting = The clock is stopped already; let it run first (rule { $rule })
refused-not-waiting = The clock is running; there is nothing to resume (rule { $rule })
refused-no-extension-left = The extension of this stage is used up; urge or raise the case (rule { $rule })
refused-deadline-passed = The deadline has passed and extensions are asked for before it; urge or raise the case (rule { $rule })
refused-not-later = The new promise must be later than the deadline; choose a later time (rule { $rule })
refused-not-approved = An extension needs approval; name who approved it (rule { $rule })
refused-no-limit = This stage has no limit; there is nothing to extend (rule { $rule })
refused-same-branch = The case is with this branch already; choose another (rule { $rule })
refused-nothing-changed = Nothing was changed, so there is nothing to save (rule { $rule })
refused-bad-value = { $field }: { $fault } (rule { $rule })
refused-no-such-assist = This request for assistance is not on the case; refresh and try again (rule { $rule })
refused-already-answered = This request for assistance is answered already (rule { $rule })
refused-customer-dissatisfied = The customer is dissatisfied; handle the case again and revisit before closing (rule { $rule })
refused-not-replied = The customer has not been told; record the reply before closing (rule { $rule })
refused-already-attached = The same file is on this case already (rule { $rule })
refused-no-such-attachment = This attachment is no longer on the case; refresh (rule { $rule })
refused-not-undoable = This cannot be taken back; only the latest deed can (rule { $rule })
refused-already-warned = This stage was warned already (rule { $rule })
refused-not-yet-due = The warning mark is not reached yet (rule { $rule })
wording-reason = the reason
wording-result = the result
wording-reply = the reply
wording-conclusion = the conclusion
wording-note = the note
wording-what = what is asked for
wording-facts = the facts
wording-opinion = the customer's opinion
fault-line = { $field }: { $fault }
faults-left = { $count ->
        [one] { $count } item
       *[other] { $count } items
    } to go
faults-none = Complete; ready to save

## what the data file could not do
store-stale = { $by } changed this case { $when }; nothing of yours was written. Look at it and do it again
store-no-such-case = There is no case { $number }; check the number
store-too-new = A later version of the program wrote the data file (shape { $found }, this program knows { $known }); update the program, the data are untouched
store-not-ours = { $file } is not a data file of Kesu Desk; choose another
store-network-drive = { $file } lies on a network drive, where it could be damaged; move it to a disk of this computer
store-busy = Another window is writing the data; try again, your entry is still here
store-damaged = The data file is damaged ({ $what }); restore a backup and keep the damaged file
store-rule-book = The rule book in the data file cannot be read; see line { $line } ({ $found })
store-file = { $file } could not be read or written: { $why }; check disk and rights
store-sqlite = Nothing was written: { $why }; try again, or hand the log to the administrator
store-migration = The data file could not be brought to this version: { $why }; the data are untouched
store-gone = The data service has stopped; close the program and open it again, everything confirmed is kept

## what a person can do: buttons, menus, tooltips
act-log = Log a complaint
act-dispatch = Dispatch
act-transfer = Transfer
act-send-back = Send back
act-raise = Raise
act-assist = Ask for assistance
act-assist-answer = Record the answer
act-wait = Wait
act-resume = Resume the clock
act-extend = Ask for extension
act-urge = Urge
act-handle = Submit result
act-reply = Reply
act-on-the-spot = Solve on the spot
act-revisit = Revisit
act-skip-revisit = Skip revisit
act-round = Handle again
act-close = Close case
act-reopen = Reopen
act-note = Note
act-upload = Upload
act-detach = Remove attachment
act-amend = Correct
act-print = Print
act-export = Export list
act-import = Import
act-undo = Undo
act-cancel = Cancel
act-save = Save
act-save-draft = Save draft
act-save-dispatch = Save and dispatch
act-save-another = Save and log another
act-shut = Close
act-back = Back
act-back-to-list = Back to the list
act-open = Open
act-edit = Edit
act-add = Add
act-remove = Remove
act-discard = Discard
act-select = Select
act-mark = Mark
act-copy = Copy
act-copy-number = Copy number
act-reveal = Show the whole number
act-refresh = Refresh
act-retry = Try again
act-look = Show
act-more = More
act-next-case = Next case
act-previous-case = Previous case
act-next-page = Next page
act-previous-page = Previous page
act-choose-file = Choose a file…
act-change = Change…
act-clear-filters = Clear all filters
act-save-view = Save as view
act-drop-view = Delete view
act-background = Run in background
act-pdf = Save as PDF
act-preview = Preview
act-details = Details
act-repeat-customer = Same customer again

## what happened: the history of a case
event-logged = Logged { $number }
event-logged-book = Under rule book { $book }, version { $version }
event-amended = Corrected { $fields }
event-amended-change = { $field }: { $from } to { $to }
event-dispatched = Dispatched to { $branch }
event-dispatched-to = Responsible: { $people }
event-transferred = Transferred to { $branch }
event-sent-back = Sent back to dispatch
event-raised = Raised to { $tier }
event-assist-asked = Asked { $unit } for assistance
event-assist-asked-by = { $what }, by { $when }
event-assist-answered = Request { $nth } for assistance answered
event-waiting = Clock stopped: { $reason }
event-resumed = Clock running again
event-extended = Extended to { $when }
event-extended-by = { $reason }, approved by { $by }
event-extended-told = { $reason }, approved by { $by }, customer told
event-warned = Warning in { $stage }
event-urged = Urged
event-handled = Result submitted: solved
event-handled-open = Result submitted: not solved for now
event-replied = Reply by { $way }: { $accepted }
event-replied-promise = promised by { $when }
event-on-the-spot = Solved on the spot, reply by { $way }: { $accepted }
event-revisited = Revisit by { $way }: { $result }
event-revisited-marks = result { $result }, process { $process }, staff { $staff }
event-revisit-skipped = Revisit ended
event-round-opened = Next round opened: { $cause }
event-closed = Closed and archived
event-closed-opinion = customer: { $opinion }
event-noted = { $kind } noted
event-attached = { $kind } { $name } uploaded
event-detached = Attachment removed
event-printed = { $sheet } { $document } printed
event-undone = Entry { $n } taken back
event-taken-back = taken back
event-by = { $who }

## what the facts suggest
propose-title = Suggested
propose-live = as you type
propose-word = says “{ $word }” (rule { $rule })
propose-rule = by rule { $rule }
propose-take = Take the suggestion
propose-differs = suggested: { $value }
propose-loss = loss of { $amount } yuan
propose-injury = injury: { $injury }
propose-grade = { $reasons } (rule { $rule })
money-title = Insurance
money-follow-guidance = Loss of up to { $amount } yuan: act on company guidance (rule { $rule })
money-report-insurer = Loss above { $amount } yuan: secure the scene and key evidence, report to the insurer at once (rule { $rule })
money-may-claim = Loss above { $amount } yuan: if the product is liable, the company may claim on the insurer (rule { $rule })
urgent-chip = Urgent
urgent-text = Safety or heavy loss: emergency procedure (rule { $rule })
vip-chip = VIP
round-chip = Round { $n }

## possible duplicates
dup-title = Possible duplicates
dup-none = No same phone, serial number or address within { $days } days
dup-open = Show it
dup-note-there = Note it there
dup-not = Not a duplicate
dup-known-customer = { $count ->
        [one] { $count } earlier case
       *[other] { $count } earlier cases
    }
batch-title = Possible batch
batch-text = { $count ->
        [one] { $count } recent case
       *[other] { $count } recent cases
    } of batch { $batch }

## case
case-tab-overview = Overview
case-tab-forms = Forms
case-tab-files = Files
case-tab-contacts = Contacts
case-tab-changes = Changes
case-customer = Customer
case-product = Product
case-demand = What the customer wants
case-responsible = Responsible
case-history = History
case-history-all = all { $count }
case-note-hint = Note a contact, a remark or progress
case-stopped = Clock stopped: { $reason }
case-reading = Reading the case
case-file-broken = The file of attachment “{ $name }” is missing or was changed
case-no-files = No files yet
case-drop-files = Drop photos or recordings here
case-assists = Assistance
case-extensions-left = { $count ->
        [one] { $count } extension
       *[other] { $count } extensions
    } left

## intake
intake-title = Log a complaint
intake-new = New case
intake-group-customer = Contact and customer
intake-group-product = Product
intake-group-problem = Problem and demand
intake-group-dispatch = Dispatch
intake-group-more = More
intake-draft-saved = Draft saved { $time }
intake-draft-unsaved = Not saved yet
intake-drafts = Unfinished intakes
intake-elapsed = Open for { $time }
intake-required = needed
intake-owner-branch = belongs to { $branch }
intake-by-address = by address
intake-by-text = from the description
intake-limits = Deadlines by stage
intake-drop-files = Drop photos or recordings
intake-leave-title = This intake is not saved
intake-leave-text = Save it as a draft and go on later

## first run
first-title = Welcome to Kesu Desk
first-subtitle = Log complaints, dispatch them, watch the clock, print the official forms
first-demo = Load demo data
first-demo-text = Invented regions, branches and a quarter of cases, to look around
first-import = Import a spreadsheet
first-import-text = Drop your ledger here: columns are recognised, duplicates found; nothing is written until you confirm
first-import-note = xlsx, xls, ods, csv
first-empty = Start empty
first-empty-text = Enter branches and people, then log the first case; limits and classes are built in
first-name = Your name
first-name-hint = stands on every entry
first-data-file = Data are kept in { $file }
first-version = Version { $version }

## import
import-title = Import
import-drop = Drop a spreadsheet here or choose a file
import-step-file = File
import-step-columns = Columns
import-step-check = Check
import-step-write = Write
import-sheet = Sheet
import-column = Column
import-target = Field
import-target-none = left out
import-target-remark = into the remark
import-sample = Sample
import-by-header = by header
import-by-content = by content
import-by-choice = chosen
import-mapping-save = Save these columns…
import-mapping-name = Name
import-check = Check the rows
import-accepted = { $count ->
        [one] { $count } row
       *[other] { $count } rows
    } to write
import-refused = { $count ->
        [one] { $count } row
       *[other] { $count } rows
    } refused
import-duplicates = { $count ->
        [one] { $count } duplicate
       *[other] { $count } duplicates
    }
import-warnings = { $count ->
        [one] { $count } note
       *[other] { $count } notes
    }
import-write = Write { $count }
import-write-nothing = No row can be written; see below
import-done = { $written } written, { $refused } not; see { $file }
import-nothing-written = Checking writes nothing

## regional board
board-title = Regional board
board-this-month = This month
board-last-month = Last month
board-quarter = This quarter
board-12-weeks = Last 12 weeks
board-custom = Other period
board-as-of = as of { $when }
board-mix = Complaints by region and class
board-on-time = Share on time
board-on-time-note = by day; hollow points miss the target
board-ageing = Overdue by age
board-longest = Overdue longest
board-open = Open now
board-received = Received
board-drill = Click a mark to list its cases
board-empty-mix = No case was logged in this period
board-empty-on-time = No promise fell due in this period
board-empty-ageing = No case is overdue
board-too-small = The window is too small for the chart
board-reading = Counting
chart-others = Other regions
chart-total = Total
chart-target = Target
chart-rate = On time
chart-closed = In time
chart-due = Due
chart-interval = 95 % interval
chart-count = Cases
chart-bucket-1 = ≤ 4 h
chart-bucket-2 = 4 to 24 h
chart-bucket-3 = 1 to 3 d
chart-bucket-4 = 3 to 7 d
chart-bucket-5 = > 7 d

## print
print-title = Print forms
print-choose = Choose a case to print its forms
print-forms = Forms
print-checks = Completeness
print-checks-left = { $count ->
        [one] { $count } item
       *[other] { $count } items
    } missing
print-checks-none = Complete
print-missing = { $field } is empty
print-fill-in = Fill in
print-printer = Printer
print-copies = Copies
print-draft = Print a draft
print-draft-note = With fields missing only a sheet marked as draft is printed
print-page = Page { $page } / { $pages }
print-whole-page = Whole page
print-zoom = { $percent } %
print-state-none = Not begun
print-state-draft = Draft
print-state-printed = Printed
print-state-count = Printed { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
print-no-printer = No printer was found; save a PDF instead
print-making = Laying out
print-font-missing = The font lacks “{ $glyph }”; tell the administrator

## settings
settings-title = Settings
settings-desk = This computer
settings-organisation = Branches and people
settings-rules = Limits and rules
settings-calendar = Holidays
settings-data = Data and backup
settings-language = Language
settings-theme = Appearance
settings-me = Name
settings-company = Company
settings-company-note = stands on forms and slips
settings-data-file = Data file
settings-version = Version
settings-book = Rule book
settings-book-version = version { $version }, in force from { $day }
settings-verify = Check the chain of records
settings-verified = { $count ->
        [one] { $count } record
       *[other] { $count } records
    } whole and unaltered
settings-broken = Record { $n } does not follow from what stands before it; keep the data file and tell the administrator
settings-rebuild = Rebuild the lists
settings-rebuilt = { $count ->
        [one] { $count } case
       *[other] { $count } cases
    } rebuilt from the records
lang-zh-CN = 简体中文
lang-en = English
theme-system = As the system
theme-light = Light
theme-dark = Dark

## commands, keys, status
key-search = Search and commands
key-undo = Undo
key-back = Back or close
key-tabs = Switch tabs
key-submit = Submit
job-left = about { $time } left
job-cancelled = Cancelled; nothing half done is left
demo-banner = Demo data; all names and amounts are invented
confirm-cannot-undo = This cannot be taken back

## what was done (toasts) and what runs (jobs)
done-logged = { $number } logged
done-attached = Files attached
done-imported = { $count } cases written
done-exported = { $count } rows exported to { $file }
done-paper = { $file } made
done-demo = { $count } demo cases loaded
done-dispatch = Dispatched
done-transfer = Transferred
done-send-back = Sent back to dispatch
done-raise = Raised
done-assist = Assistance asked for
done-assist-answer = Answer to assistance recorded
done-wait = Clock stopped
done-resume = Clock running again
done-extend = Extended
done-warn = Warned
done-urge = Urged
done-handle = Handling result recorded
done-reply = Reply recorded
done-on-the-spot = Answered on the spot
done-revisit = Revisit recorded
done-skip-revisit = Revisit ended
done-round = Next round opened
done-close = Closed and archived
done-reopen = Reopened
done-note = Recorded
done-detach = Attachment removed
done-amend = Corrected
done-undo = Taken back
nothing-to-undo = There is nothing on this case to take back
note-phone-shown = Looked at the whole phone number
settings-not-kept = The settings could not be kept on this computer; choose again at the next start
paper-not-handed-on = { $file } was made but could not be opened or printed: { $why }
pick-import = Choose the spreadsheet to import
pick-export = Choose where to export to
pick-pdf = Choose where to save the PDF
pick-attachments = Choose attachments
job-read-table = Reading the spreadsheet
job-dry-run = Checking the rows
job-report = Writing the report
job-export = Exporting the list
job-paper = Making the form
busy-already = A task of this kind is still running; wait until it is done
attachment-missing = The file of attachment “{ $name }” is missing or was changed; upload it again from its source
report-row = Row
report-result = Result
report-column = Column
report-reason = Reason
report-value = Value
report-number = Case number
report-accepted = written
report-refused = not written
report-duplicate = duplicate
report-warning = note
export-title = Cases

## spreadsheets: files, rows, exports
target-province = Province
target-city = City
target-county = County
column-stage = Stage
column-region = Region
column-due = Due
column-closed = Closed
read-not-found = There is no such file; choose again
read-no-permission = You may not read this file; choose another place or ask the administrator
read-in-use = Another program has the file open; close it there first
read-unreadable = The file cannot be read: { $why }
read-empty = The file holds no rows
read-not-a-table = This file is no table; choose an xlsx, xls, ods, csv or tsv file
read-password = The file is locked with a password; save a copy without it
read-damaged = The file is damaged ({ $why }); save it again from the program it came from
read-too-large = The file is too large, at most { $limit }; split it
read-unknown-sheet = The workbook has no sheet “{ $sheet }”
note-lines-above = { $count } title lines above the headers are left out
note-no-header = No header line was found; columns bear letters, assign each
note-unknown-headers = No header is a known word; assign each column
note-two-header-lines = The headers have two lines; they were joined
note-blank-rows = { $count } blank rows skipped
note-repeated-headers = { $count } repeated header rows skipped
note-totals = { $count } total rows skipped
note-footers = { $count } footer rows skipped
note-other-sheets = { $count } other sheets were not read
note-merged-cells = { $count } merged cells filled in
note-unreadable-characters = Some characters could not be read and were replaced; check the encoding
note-unbalanced-quotes = A quotation mark has no partner; neighbouring rows may run together
note-ragged-rows = { $count } rows have more or fewer cells than the headers
row-not-a-date = No date; write it as 2026-04-09
row-no-such-date = The calendar has no such day
row-ambiguous-date = Two-digit year that could be a day; write it as 2026-04-09
row-incomplete-date = Incomplete date; give year, month and day
row-not-a-count = No quantity; give a whole number of 1 or more
row-not-an-amount = No amount; give a number of 0 or more
row-not-yes-or-no = Write yes or no
row-unknown-word = Not one of the words of the list
row-nothing-described = Neither a description nor a symptom
row-nothing-identifies = No customer, phone, product or date tells this case from another
typed-missing = Needed
typed-not-a-date = No date; write it as 2026-04-09
typed-in-the-future = The date lies ahead; check it
typed-not-an-amount = No amount; write digits only, such as 4800 or 4,800.00
typed-not-a-count = Give a whole number of 1 or more
typed-unknown-word = Not one of the words of the list; choose one
typed-not-yes-or-no = Write yes or no
typed-too-long = Too long; shorten it
typed-before-contact = The promise lies before the contact; check it
care-month-only = Only a month; its first day was taken
care-unusual-phone = Not a usual phone number; kept as written
care-more-phones = Several numbers; the first is the phone, the others stand in the remark
care-lost-digits = The spreadsheet has lost the last digits of this number; check it
care-text-cut = Too long; the rest stands in the remark
care-failed-formula = A failed formula, taken as empty
care-received-now = No time of contact; the time of the import was taken
care-day-first = The date was read as day/month/year; check it
care-month-first = The date was read as month/day/year; check it
care-remark-cut = The remark could not hold all other columns
repeats-row = Repeats row { $row }
repeats-case = Repeats case { $number }
export-cancelled = The export was cancelled; no file was written
export-no-folder = The folder does not exist; choose another place
export-no-permission = You may not write there; choose another place
export-in-use = Another program has the file open; close it there first
export-disk-full = The disk is full; make room first
export-too-many = A sheet holds at most { $limit } rows; write a csv instead
export-unknown-kind = A list is written as xlsx or csv
export-failed = The file cannot be written: { $why }

## closed lists: `list-word`, looked up by Texts::name
view-mine = My work
view-near = Nearly late
view-escalated = Escalated
view-batch-hint = Possible batch
group-near = Nearly late
exposure-crisis = Mass
occurrence-first = First
occurrence-same-batch = Several of a batch
verified-false = Untrue
verified-pending = To be verified
handled-state-handled = Handled
handled-state-unhandled = Not handled
acceptance-open = Open
sheet-feedback = Form 1 feedback sheet
sort-due = Time left
sort-received = Received
sort-number = Number
sort-customer = Customer
sort-branch = Branch
sort-stage = Stage
sort-class = Class
role-field-service-manager = Field service manager
round-cause-dissatisfied = Dissatisfied
round-cause-reopened = Reopened
field-received-at = Received
field-vip = VIP
field-cross-province = Cross-province
field-purchase-channel = Bought from
field-installer = Installer
field-environment = Environment
field-fault-part = Fault part
field-info-class = Class
field-promised-reply = Promised reply
field-reporter-name = Reporter
field-reporter-phone = Reporter phone
field-handled-state = Handling state
field-handling-text = Handling
field-verified = Verified

## the frame and the list
nav-group-focus = Focus
nav-group-output = Figures and paper
nav-group-views = My views
app-sub = Kesu Desk
list-search-hint = Search number, customer, phone, serial
list-clear-search = Clear the search
list-import = Import
list-export = Export list
list-theme = Switch dark and light
list-failed = The list could not be read
list-again = Read again
list-clear-all = Clear all conditions
list-no-match = No case matches
list-no-hit = No such choice
list-empty = No case in { $view }
list-empty-open = Log one, or import a register
list-see-open = See all open cases
list-save-view = Save as a view
list-view-name = Name of the view
list-save = Save
list-sorted-by = By { $sort }
list-cut = { $count }+
filter-region = Region
filter-class = Class
filter-level = Level
filter-stage = Stage
filter-branch = Branch
filter-all = all
head-customer = Customer / number
head-product = Product / trouble
head-class = Class
head-level = Level
head-branch = Branch / person
head-stage = Stage
head-due = Due
head-received = Received
group-near-note = ≥ 90 % used　{ $count }
due-none = no limit
due-left = { $time } left
due-over = { $time } late
status-selected = { $at } of { $total }
status-count = { $total } cases
status-select = select
status-open = open
status-filter = filter
status-keys = all keys
status-local = Data on this computer
toast-undo = Undo
toast-close = Close
banner-close = Got it
job-hide = In the background
job-cancel = Cancel
job-counts = { $done } / { $total }
palette-hint = Type a number, customer, phone or a command
palette-open-number = Open case { $number }
palette-search = Search all cases for “{ $text }”
palette-go = Go to { $place }
palette-none = No such command
keys-title = All keys
keys-close = Close
key-new = Log a complaint
key-go = Go to: worklist, board, print, import, settings
key-help = All keys
key-move = Up and down
key-jump = First, last, page
key-open = Open the case
key-dispatch = Dispatch
key-next = Next step of the stage
key-urge = Urge
key-extend = Extend
key-note = Record
key-print = Print forms
key-attach = Upload files
key-copy = Copy the number
key-filter = To the search box
key-neighbour = Next, previous case
key-groups = Jump to a group
key-draft = Save the draft
key-section-all = Everywhere
key-section-list = Worklist
key-section-case = Case
key-section-intake = Intake
nav-drop-view = Delete this view
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

## board
board-period-month = This month
board-period-quarter = This quarter
board-period-weeks12 = 12 weeks
board-period-year = This year
board-period-all = All
board-earlier = Earlier period
board-later = Later period
board-in-period = In the period
board-part-of = { $part } on time of { $whole } due, target { $target } %
board-reached = On target
board-not-reached = Below target
board-overdue = Overdue now
board-live = Live
board-late = Overdue
board-cases = cases
board-by-week = By week due; hollow: below target or under 30 cases
board-by-month = By month due; hollow: below target or under 30 cases
board-over-limit = Over the stage limit
board-no-region = No region

## time: amounts, days, deadlines
joined-parts = { $first }, { $next }
joined-members = { $first }, { $next }

## the side pane
detail-round = Round { $n }
detail-lead-stage = { $stage }
detail-lead-promise = Outward promise
detail-lead-reply = Promised reply
detail-until = by { $due }
detail-began = from { $from }
detail-used = { $percent } % used · limit { $limit } ({ $rule })
detail-owner = First asked
sheet-not-started = Not started
sheet-printed = Printed { $times } times
sheet-draft = Draft

## intake
intake-group-contact = Contact and customer
intake-more-filled = { $count } filled in
intake-pick-hint = Type a word or pinyin initials
intake-pick-none = Nothing matches
intake-month = { $year }-{ $month }
intake-month-before = Previous month
intake-month-after = Next month
intake-month-open = Open the calendar
intake-date-hint = e.g. 2025-11-02
intake-moment-hint = e.g. 2026-04-10 17:30
intake-quantity-hint = Number 1
intake-address-hint = Province, city, district and street
intake-symptoms-hint = Type a word or pinyin initials, e.g. “ls”
intake-description-hint = When, where, what happened, what the customer wants
intake-none = None
intake-marks = Marks
intake-remove = Remove { $word }
intake-phone-mobile = Mobile
intake-phone-landline = Landline
intake-phone-service = Service number
intake-phone-unknown = Unusual number, kept as typed
intake-phone-known = { $count } recent cases
intake-owner = { $branch } · { $region }
intake-place-doubt = Several places: { $places }
intake-place-unknown = No province or city found
intake-serial-fine = Recognised
intake-serial-article = An article number, not the machine's
intake-serial-broken = Check digit is wrong, please check
intake-serial-length = { $found } characters, usually 6 to 40
intake-serial-letter = Character { $at } is no letter or digit
intake-loss-said = From the description, ↵ takes it
intake-loss-take = Take the loss { $amount } from the description
intake-proposed = Proposed
intake-by-rule = By rule
intake-files = Attachments
intake-files-hint = Drop photos or recordings
intake-urgent = Urgent: act first, then log
intake-urgent-steps = Have the customer cut power, water and gas, leave and secure the scene; call the superior at once, this case goes first (D06)
intake-live = Live result
intake-live-note = Follows your typing
intake-why-word = Class: “{ $word }” is mentioned ({ $rule })
intake-why-level = Level: { $name } ({ $rule })
intake-why-grade = Grade: loss { $loss }, injury { $injury } ({ $rule })
intake-why-chosen = Chosen by hand; the rules propose { $name } ({ $rule })
intake-promise = Promise
intake-due-unknown = Cannot be counted
intake-due-rule = By rule { $rule }
intake-limit-minutes = { $n } min
intake-limit-hours = { $n } h
intake-limit-days = { $n } days
intake-limit-working-days = { $n } working days
intake-limit-working-minutes = { $n } working minutes
intake-today = Today { $time }
intake-money = What to do about the loss
intake-money-insurer = Report to the insurer at once
intake-money-guidance = Loss up to { $amount }: follow company guidance
intake-money-report = Loss above { $amount }: secure the scene and key evidence, report at once
intake-money-claim = Loss above { $amount }: may be claimed on the insurer if our product is liable
intake-same = Possible duplicates
intake-same-phone = same phone
intake-same-serial = same serial number
intake-same-address = same address
intake-same-more = { $count } more
intake-same-failed = Duplicates cannot be looked up now; saving works
intake-same-open = Open { $number }, the draft is kept
intake-open = Open
intake-carry = Take over customer
intake-guidance = Meeting the customer
intake-side = Result: { $class }
intake-draft-older = Last saved { $time }
intake-aside = Start another
intake-aside-tip = Keeps this one as a draft and begins an empty intake
intake-clock = Time taken { $time }
intake-clock-limit = limit { $limit }
intake-drafts-wait = { $count } unfinished intakes, the latest: { $said } ({ $saved })
intake-draft-take = Continue
intake-draft-drop = Discard
intake-log-dispatch = Save and dispatch
intake-log-another = Save and log another
intake-cancel = Cancel
intake-ready = All required fields are there
intake-missing = Still missing: { $fields }
intake-faulty = Please correct: { $fields }
intake-and = {", "}

## first-run (the screen)
first-run-busy = Making demo data, one moment
first-run-demo-note = { $count } cases
first-run-empty-note = Ready at once
first-run-empty-text = Regions and branches by province, time limits and lists are in place; log the first case right away
first-run-choose = choose
first-run-go = go on

## print (the screen)
print-how-to-choose = Select a case in the worklist and press P, or open a case and click Print forms
print-no-sheet = There is no such sheet yet
print-not-dispatched = A case has a dispatch slip once it is dispatched
print-not-urged = A case has an urge notice once it was urged
print-larger = Larger
print-smaller = Smaller
print-open-pdf = Open PDF
print-on-record = Prints and exports are recorded with the case
print-prefilled-note = With required fields empty only a draft can be printed; prints and exports are recorded with the case

## settings (the screen)
settings-about = About
settings-desk-note = For this computer only; changes take effect at once
settings-rule = Rule
settings-applies = Applies to
settings-limit = Limit
settings-from = Counted from
settings-from-start = start of the stage
settings-from-end-of = end of { $stage }
settings-stage-limits = Stage limits
settings-warning = Warning at { $percent } %; at most { $count } extensions a stage
settings-promises = Promises
settings-longest = Longest
settings-average = Average aimed at
settings-target = On-time target { $percent } %
settings-money = Amounts that matter
settings-money-what = Prompt
settings-money-guidance = Act on company guidance
settings-money-insurer = Tell the insurer at once
settings-money-claim = Claim against who is liable
settings-money-urgent = Treat as urgent
settings-up-to-amount = up to { $amount }
settings-above-amount = above { $amount }
settings-from-amount = from { $amount }
settings-grades = Incident grades
settings-organisation-counts = { $regions } regions, { $branches } branches, { $people } people
settings-no-branches = No branches yet
settings-areas = Areas
settings-published = Official lists { $first } to { $last } are built in; later years follow the statutory holidays and are marked provisional
settings-no-lists = No lists of days off
settings-earlier-year = Earlier year
settings-later-year = Later year
settings-year-published = Published
settings-holiday = Holiday
settings-days-off = Off
settings-make-up = Worked instead
settings-hours = Business hours
settings-weekday = Day
settings-open = Open
settings-licences = Licences of fonts and data
settings-own-licence = This program is under the { $licence } licence

## import (the screen)
import-evidence = Based on
import-unsure = Please check
import-size = { $rows } rows, { $columns } columns
import-remembered = Remembered mappings
import-using = Using “{ $name }”
import-remember = Remember this mapping
import-name-hint = Name of the mapping, such as “shop report”
import-name-first = Give it a name first
import-keep-others = Columns without a field go into the remark
import-closed = Already written, it cannot be changed
import-choose-again = Choose again
import-checking = Checking the rows
import-cancelled = The check was cancelled
import-writing = Writing { $done } of { $total } cases
import-finished = { $written } cases written, { $refused } rows not
import-report-at = Report: { $file }
import-copy-path = Copy path
import-look = Show the cases
import-another = Import another
import-tab-accepted = Accepted
import-tab-refused = Refused
import-tab-duplicates = Duplicates
import-tab-warnings = To note
import-none-accepted = No row can be imported
import-none-refused = No row is refused
import-none-duplicates = No row repeats another
import-none-warnings = Nothing to note
