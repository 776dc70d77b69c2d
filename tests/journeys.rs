//! Journeys over the API: what the contract promises, status code by status code.

mod anybody_tracks;
mod bad_input;
mod calendar_changes;
mod card_is_photographed;
mod citizen_files;
mod citizen_prepares;
mod citizen_uploads;
mod clock_stands_still;
mod every_procedure;
mod everybody_signs_in;
mod expressions_are_tried;
mod from_search_to_result;
mod hostile_multipart;
mod officer_corrects;
mod officer_lists;
mod officer_receives;
mod parallel;
mod result_is_approved;
mod result_is_signed;
mod slips_are_verified;
mod strangers_see_nothing;
mod supplement_is_requested;
mod templates_are_the_offices_own;
mod two_officers;
mod verbs_and_statuses;
mod work_lists;
