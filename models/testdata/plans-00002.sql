-- Two plans as the schema of migrations 00001 and 00002 held them.

INSERT INTO plans (id, name, title_en, title_ko, description_en, description_ko, price_base, horizon_start, horizon_months, budget_total_krw, budget_vat, budget_covers, budget_sites, budget_carry_over, budget_source, revision, hash, created_at, updated_at) VALUES
(101, 'every table', 'Two sites for 460 bn won', '두 개 사이트, 4,600억 원', '', '', '2022-10', '2020-10', 120, 460000000000, 'excluded', '["site_acquisition","off_site_utilities.grid","off_site_utilities.water_and_sewer","off_site_utilities.network.entrance","demolition_and_site_preparation","substructure","structure","architectural_works","services_and_equipment","surface_and_underground_drainage","external_works","preliminaries","consultants","taxes_and_levies","furniture_and_equipment.racks","furniture_and_equipment.cabling","furniture_and_equipment.furniture"]', 'null', TRUE, '460 bn won: Reuters, 19 Oct 2022; that servers, network gear and the lines between sites are outside it, and the ceilings of the years where there are any, are assumptions', 1, '40d5bf7c1ac080889b5f819e1a41956f85a33371d434bb55e7c490d5da491d20', '2026-11-25 14:21:16.834806+00:00', '2026-11-25 17:19:28.169456+00:00'),
(102, 'small', '', '', '', '', '2023-01', '2023-01', 12, 460000000000, 'excluded', '["structure"]', 'null', FALSE, '', 1, 'a8a9ef226d6f6639ff8fd0d64bdf124e3e9183be50a910540c4e4d63049184b1', '2026-11-25 14:21:16.845666+00:00', '2026-11-25 14:21:16.845666+00:00');

INSERT INTO creations (id, created_at) VALUES
(1, '2026-11-25 14:21:16.832905+00:00');

INSERT INTO revisions (plan_id, number, author, reason, created_at, hash, document) VALUES
(102, 1, 'test', 'first', '2026-11-25 14:21:16.845666+00:00', 'a8a9ef226d6f6639ff8fd0d64bdf124e3e9183be50a910540c4e4d63049184b1', '{"name":"small","price_base":"2023-01","horizon":{"start":"2023-01","months":12},"budget":{"total_krw":460000000000,"vat":"excluded","covers":["structure"]},"demand":{"services":[]},"sites":[{"name":"Ansan","tier":"III","region":"metro","plot":{"area_m2":18383,"tenure":"leased"},"feeds":[],"phases":[]},{"name":"Siheung","tier":"III","region":"metro","plot":{"area_m2":20000,"tenure":"bought"},"feeds":[],"phases":[]}]}'),
(101, 1, 'test', 'racks', '2026-11-25 17:19:28.169456+00:00', '40d5bf7c1ac080889b5f819e1a41956f85a33371d434bb55e7c490d5da491d20', '{"name":"every table","title":{"en":"Two sites for 460 bn won","ko":"두 개 사이트, 4,600억 원"},"price_base":"2022-10","horizon":{"start":"2020-10","months":120},"exchange_rates":[{"currency":"USD","month":"2022-10","krw":1415.64,"source":"325 M USD for 460 bn won: Reuters, 19 Oct 2022"}],"budget":{"total_krw":460000000000,"vat":"excluded","covers":["site_acquisition","off_site_utilities.grid","off_site_utilities.water_and_sewer","off_site_utilities.network.entrance","demolition_and_site_preparation","substructure","structure","architectural_works","services_and_equipment","surface_and_underground_drainage","external_works","preliminaries","consultants","taxes_and_levies","furniture_and_equipment.racks","furniture_and_equipment.cabling","furniture_and_equipment.furniture"],"ceilings":[{"year":2020,"amount_krw":5000000000},{"year":2021,"amount_krw":20000000000},{"year":2022,"amount_krw":75000000000},{"year":2023,"amount_krw":180000000000},{"year":2024,"amount_krw":170000000000},{"year":2025,"amount_krw":10000000000}],"carry_over":true,"source":"460 bn won: Reuters, 19 Oct 2022; that servers, network gear and the lines between sites are outside it, and the ceilings of the years where there are any, are assumptions"},"demand":{"services":[{"name":"talk","title":{"en":"Chat and login","ko":"채팅·로그인"},"priority":1,"rack_type":"server-6kw","racks":{"compound":{"from":"2020-10","racks":520,"rate_per_year":0.05}},"source":"assumption: about half of the leased racks; 47 M accounts in a country of 51.6 M grow by use, not by users"},{"name":"pay","title":{"en":"Payments","ko":"결제"},"priority":1,"rack_type":"server-6kw","racks":{"logistic":{"from":"2020-10","racks":110,"ceiling_racks":420,"middle":"2026-06","rate_per_year":0.8}},"source":"assumption: a young service on its way to saturation"}]},"sites":[{"name":"ansan","title":{"en":"Ansan","ko":"안산"},"tier":"III","region":"gyeonggi","plot":{"area_m2":9191.5,"tenure":"leased"},"feeds":[{"name":"main","substation":"Nam-Ansan","rating_kw":20000,"cable_km":4.5,"available":"2023-06","source":"half of 40,000 kW (Newsis, 2022-10-19)"},{"name":"reserve","substation":"Seongpo","rating_kw":20000,"cable_km":5.5,"available":"2023-06","source":"half of 40,000 kW, full reserve (Newsis, 2022-10-19)"}],"feed_arrangement":"2N","plant":[{"kind":"switchgear","arrangement":"2N","modules":2,"rating_kva":20000,"power_factor":0.95},{"kind":"transformer","arrangement":"2N","modules":8,"rating_kva":5000,"power_factor":0.95},{"kind":"generator","arrangement":"N+1","modules":6,"rating_kw":3000,"fuel_hours":24,"fuel_tanks":2,"phase":"building","added":[{"phase":"building","modules":2}],"source":"half of 12 x 3,000 kW (Aju News, 2024-06-12)"},{"kind":"chiller","arrangement":"N+2","modules":7,"rating_kw":2800,"buses":2,"continuous":true},{"kind":"pump","arrangement":"N+1","modules":5,"rating_kw":4000}],"phases":[{"name":"building","title":{"en":"Building","ko":"본동"},"start":"2020-10","promised":"2023-12","gross_area_m2":22400,"stages":[{"stage":"design","months":8},{"stage":"permits","months":7,"after":[{"stage":"design","lag_months":-1}]},{"stage":"grid_connection","months":24,"after":[{"stage":"design"}],"source":"18 to 36 months: Cushman \u0026 Wakefield APAC 2025"},{"stage":"civil","months":22,"after":[{"stage":"permits"}],"not_before":"2021-12","source":"from 2021-12-17 to 2023-09-26: kibarunews"},{"stage":"fit_out","months":10,"after":[{"stage":"civil","lag_months":-10}]},{"stage":"commissioning","months":2,"after":[{"stage":"fit_out"},{"stage":"grid_connection"}]}],"halls":[{"name":"DH-1","area_m2":1200,"rack_positions":500,"density_kw_per_rack":6,"design_it_kw":2800,"floor_load_kg_per_m2":1200,"train":[{"kind":"ups","arrangement":"3N/2","modules":6,"rating_kw":1500,"pairs":[{"first":1,"second":2,"share":0.5},{"first":2,"second":3,"share":0.5}],"compartments":["room A","room B","room C"],"efficiency":0.96,"no_load_loss":0.01,"battery_minutes":10,"battery":{"rooms":3,"racks":24,"rack_gap_m":1,"apart_from_ups":true,"cables_through":false,"bms_sampling_seconds":10}},{"kind":"pdu","arrangement":"2N","modules":20,"rating_kw":300},{"kind":"air_handler","arrangement":"N+2","modules":14,"rating_kw":250}],"rack_circuit":{"volts":380,"amps":32,"phases":3,"breaker_share":0.8},"panels":[{"name":"PA","side":"A","volts":380,"amps":250,"phases":3,"breaker_share":0.8},{"name":"PA-1","side":"A","from":"PA","volts":380,"amps":250,"phases":3,"breaker_share":0.8},{"name":"PB","side":"B","volts":380,"amps":250,"phases":3,"breaker_share":0.8}],"reservations":[{"name":"for the bank''s move","it_kw":120.5,"rack_positions":20,"from":"2024-12","until":"2025-10"}]},{"name":"DH-2","area_m2":1200,"rack_positions":500,"density_kw_per_rack":6,"design_it_kw":2800,"train":[{"kind":"ups","arrangement":"2N","modules":4,"rating_kw":1500,"battery_minutes":10},{"kind":"pdu","arrangement":"2N","modules":20,"rating_kw":300},{"kind":"air_handler","arrangement":"N+2","modules":14,"rating_kw":250}],"racks":[{"name":"R01","rack_type":"own","row":"A","position":1,"from":"2023-04","feeds":[{"side":"A","panel":"PA-1","phase":"L1","volts":220,"amps":32,"phases":1,"breaker_share":0.8},{"side":"B","volts":220,"amps":32,"phases":1,"breaker_share":0.8}]},{"name":"R02","rack_type":"own","row":"A","position":2,"from":"2023-05"}]}]}],"source":"half of the published Ansan site (18,383 m2, Hanyang University), by the split that the description states"},{"name":"siheung","title":{"en":"Siheung","ko":"시흥"},"tier":"III","region":"gyeonggi","plot":{"area_m2":9191.5,"tenure":"leased"},"feeds":[{"name":"main","substation":"Siheung-A","rating_kw":20000,"cable_km":3,"available":"2024-09","source":"half of 40,000 kW; substations assumed"},{"name":"reserve","substation":"Siheung-B","rating_kw":20000,"cable_km":4,"available":"2024-09","source":"half of 40,000 kW; substations assumed"}],"feed_arrangement":"2N","plant":[{"kind":"switchgear","arrangement":"2N","modules":2,"rating_kva":20000,"power_factor":0.95},{"kind":"transformer","arrangement":"2N","modules":8,"rating_kva":5000,"power_factor":0.95},{"kind":"generator","arrangement":"N+1","modules":6,"rating_kw":3000,"fuel_hours":24,"source":"half of 12 x 3,000 kW (Aju News, 2024-06-12)"},{"kind":"chiller","arrangement":"N+2","modules":7,"rating_kw":2800},{"kind":"pump","arrangement":"N+1","modules":5,"rating_kw":4000}],"phases":[{"name":"building","title":{"en":"Building","ko":"본동"},"start":"2022-11","promised":"2024-12","gross_area_m2":22400,"stages":[{"stage":"design","months":4},{"stage":"permits","months":5,"after":[{"stage":"design","lag_months":-1}]},{"stage":"grid_connection","months":18,"after":[{"stage":"design"}],"source":"18 to 36 months: Cushman \u0026 Wakefield APAC 2025"},{"stage":"civil","months":15,"after":[{"stage":"permits"}],"source":"construction 14 to 22 months: contractors'' guides"},{"stage":"fit_out","months":9,"after":[{"stage":"civil","lag_months":-9}]},{"stage":"commissioning","months":2,"after":[{"stage":"fit_out"},{"stage":"grid_connection"}]}],"halls":[{"name":"DH-1","area_m2":1200,"rack_positions":500,"density_kw_per_rack":6,"design_it_kw":2800,"train":[{"kind":"ups","arrangement":"2N","modules":4,"rating_kw":1500,"battery_minutes":10},{"kind":"pdu","arrangement":"2N","modules":20,"rating_kw":300},{"kind":"air_handler","arrangement":"N+2","modules":14,"rating_kw":250}]}]}],"source":"half of the published Ansan site, put where the second site was planned; university ground lease assumed"}],"links":[{"name":"ansan-siheung","from":"ansan","to":"siheung","km":12,"built":"2024-12","source":"road distance between the campuses, rounded"}],"leases":[{"name":"pangyo","title":{"en":"Pangyo (leased)","ko":"판교(임차)"},"it_kw":6600,"rack_positions":1100,"from":"2020-10","until":"2025-03","source":"about 32,000 servers (asiae, JoongAng Daily) at 30 a rack and 6 kW a rack"},{"name":"leased-others","title":{"en":"Other leased space","ko":"기타 임차"},"it_kw":4200,"rack_positions":700,"from":"2020-10","until":"2025-03","source":"assumption: what the rest of the racks needs"}],"redundancy_tiers":[{"name":"III+","title":{"en":"Tier III and more","ko":"티어 III 이상"},"survives":["capacity_component","planned"],"continuous_cooling":true,"arrangements":[{"kind":"ups","arrangement":"2N"},{"kind":"generator","arrangement":"N+2"}],"source":"the plan''s own","as_of":"2022-10","assumption":true},{"name":"none","arrangements":[],"source":"the plan''s own","as_of":"2022"}],"rack_types":[{"name":"own","title":{"en":"Own rack"},"height_u":44,"nameplate_kw":8,"peak_kw":6.5,"average_kw":4.2,"weight_kg":900,"source":"vendor''s sheet","as_of":"2022-10"}],"cost_book":{"overrides":[{"code":"power.ups","unit_price":1250000,"currency":"KRW","unit":"kW","price_month":"2020-10","source":"quotation"}]}}');

INSERT INTO exchange_rates (plan_id, position, currency, month, krw, source) VALUES
(101, 0, 'USD', '2022-10', 1415.64, '325 M USD for 460 bn won: Reuters, 19 Oct 2022');

INSERT INTO year_ceilings (plan_id, position, year, amount_krw) VALUES
(101, 0, 2020, 5000000000),
(101, 1, 2021, 20000000000),
(101, 2, 2022, 75000000000),
(101, 3, 2023, 180000000000),
(101, 4, 2024, 170000000000),
(101, 5, 2025, 10000000000);

INSERT INTO services (plan_id, position, name, title_en, title_ko, priority, rack_type, racks, source) VALUES
(101, 0, 'talk', 'Chat and login', '채팅·로그인', 1, 'server-6kw', '{"compound":{"from":"2020-10","racks":520,"rate_per_year":0.05}}', 'assumption: about half of the leased racks; 47 M accounts in a country of 51.6 M grow by use, not by users'),
(101, 1, 'pay', 'Payments', '결제', 1, 'server-6kw', '{"logistic":{"from":"2020-10","racks":110,"ceiling_racks":420,"middle":"2026-06","rate_per_year":0.8}}', 'assumption: a young service on its way to saturation');

INSERT INTO sites (plan_id, position, name, title_en, title_ko, tier, region, plot_area_m2, plot_tenure, feed_arrangement, source) VALUES
(101, 0, 'ansan', 'Ansan', '안산', 'III', 'gyeonggi', 9191.5, 'leased', '2N', 'half of the published Ansan site (18,383 m2, Hanyang University), by the split that the description states'),
(101, 1, 'siheung', 'Siheung', '시흥', 'III', 'gyeonggi', 9191.5, 'leased', '2N', 'half of the published Ansan site, put where the second site was planned; university ground lease assumed'),
(102, 0, 'Ansan', '', '', 'III', 'metro', 18383.0, 'leased', '', ''),
(102, 1, 'Siheung', '', '', 'III', 'metro', 20000.0, 'bought', '', '');

INSERT INTO feeds (plan_id, site_position, position, name, substation, rating_kw, rating_kva, power_factor, cable_km, available, source) VALUES
(101, 0, 0, 'main', 'Nam-Ansan', 20000.0, 0.0, 0.0, 4.5, '2023-06', 'half of 40,000 kW (Newsis, 2022-10-19)'),
(101, 0, 1, 'reserve', 'Seongpo', 20000.0, 0.0, 0.0, 5.5, '2023-06', 'half of 40,000 kW, full reserve (Newsis, 2022-10-19)'),
(101, 1, 0, 'main', 'Siheung-A', 20000.0, 0.0, 0.0, 3.0, '2024-09', 'half of 40,000 kW; substations assumed'),
(101, 1, 1, 'reserve', 'Siheung-B', 20000.0, 0.0, 0.0, 4.0, '2024-09', 'half of 40,000 kW; substations assumed');

INSERT INTO phases (plan_id, site_position, position, name, title_en, title_ko, start, promised, gross_area_m2) VALUES
(101, 0, 0, 'building', 'Building', '본동', '2020-10', '2023-12', 22400.0),
(101, 1, 0, 'building', 'Building', '본동', '2022-11', '2024-12', 22400.0);

INSERT INTO build_stages (plan_id, site_position, phase_position, position, stage, months, after, not_before, source) VALUES
(101, 0, 0, 0, 'design', 8, 'null', '', ''),
(101, 0, 0, 1, 'permits', 7, '[{"stage":"design","lag_months":-1}]', '', ''),
(101, 0, 0, 2, 'grid_connection', 24, '[{"stage":"design"}]', '', '18 to 36 months: Cushman & Wakefield APAC 2025'),
(101, 0, 0, 3, 'civil', 22, '[{"stage":"permits"}]', '2021-12', 'from 2021-12-17 to 2023-09-26: kibarunews'),
(101, 0, 0, 4, 'fit_out', 10, '[{"stage":"civil","lag_months":-10}]', '', ''),
(101, 0, 0, 5, 'commissioning', 2, '[{"stage":"fit_out"},{"stage":"grid_connection"}]', '', ''),
(101, 1, 0, 0, 'design', 4, 'null', '', ''),
(101, 1, 0, 1, 'permits', 5, '[{"stage":"design","lag_months":-1}]', '', ''),
(101, 1, 0, 2, 'grid_connection', 18, '[{"stage":"design"}]', '', '18 to 36 months: Cushman & Wakefield APAC 2025'),
(101, 1, 0, 3, 'civil', 15, '[{"stage":"permits"}]', '', 'construction 14 to 22 months: contractors'' guides'),
(101, 1, 0, 4, 'fit_out', 9, '[{"stage":"civil","lag_months":-9}]', '', ''),
(101, 1, 0, 5, 'commissioning', 2, '[{"stage":"fit_out"},{"stage":"grid_connection"}]', '', '');

INSERT INTO halls (plan_id, site_position, phase_position, position, name, area_m2, rack_positions, density_kw_per_rack, design_it_kw, source, floor_load_kg_per_m2, rack_circuit) VALUES
(101, 0, 0, 0, 'DH-1', 1200.0, 500, 6.0, 2800.0, '', 1200.0, '{"volts":380,"amps":32,"phases":3,"breaker_share":0.8}'),
(101, 0, 0, 1, 'DH-2', 1200.0, 500, 6.0, 2800.0, '', 0.0, 'null'),
(101, 1, 0, 0, 'DH-1', 1200.0, 500, 6.0, 2800.0, '', 0.0, 'null');

INSERT INTO panels (plan_id, site_position, phase_position, hall_position, position, name, side, from_panel, volts, amps, phases, breaker_share) VALUES
(101, 0, 0, 0, 0, 'PA', 'A', '', 380.0, 250.0, 3, 0.8),
(101, 0, 0, 0, 1, 'PA-1', 'A', 'PA', 380.0, 250.0, 3, 0.8),
(101, 0, 0, 0, 2, 'PB', 'B', '', 380.0, 250.0, 3, 0.8);

INSERT INTO reservations (plan_id, site_position, phase_position, hall_position, position, name, it_kw, rack_positions, from_month, until_month) VALUES
(101, 0, 0, 0, 0, 'for the bank''s move', 120.5, 20, '2024-12', '2025-10');

INSERT INTO racks (plan_id, site_position, phase_position, hall_position, position, name, rack_type, rack_row, row_position, from_month) VALUES
(101, 0, 0, 1, 0, 'R01', 'own', 'A', 1, '2023-04'),
(101, 0, 0, 1, 1, 'R02', 'own', 'A', 2, '2023-05');

INSERT INTO rack_feeds (plan_id, site_position, phase_position, hall_position, rack_position, position, side, panel, phase, volts, amps, phases, breaker_share) VALUES
(101, 0, 0, 1, 0, 0, 'A', 'PA-1', 'L1', 220.0, 32.0, 1, 0.8),
(101, 0, 0, 1, 0, 1, 'B', '', '', 220.0, 32.0, 1, 0.8);

INSERT INTO power_stages (plan_id, number, site_position, phase_position, hall_position, position, kind, arrangement, modules, rating_kw, rating_kva, power_factor, efficiency, cop, battery_minutes, fuel_hours, phase, source, buses, pairs, compartments, no_load_loss, battery, fuel_tanks, continuous) VALUES
(101, 0, 0, 0, 0, 0, 'ups', '3N/2', 6, 1500.0, 0.0, 0.0, 0.96, 0.0, 10.0, 0.0, '', '', 0, '[{"first":1,"second":2,"share":0.5},{"first":2,"second":3,"share":0.5}]', '["room A","room B","room C"]', 0.01, '{"rooms":3,"racks":24,"rack_gap_m":1,"apart_from_ups":true,"cables_through":false,"bms_sampling_seconds":10}', 0, FALSE),
(101, 1, 0, 0, 0, 1, 'pdu', '2N', 20, 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 2, 0, 0, 0, 2, 'air_handler', 'N+2', 14, 250.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 3, 0, 0, 1, 0, 'ups', '2N', 4, 1500.0, 0.0, 0.0, 0.0, 0.0, 10.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 4, 0, 0, 1, 1, 'pdu', '2N', 20, 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 5, 0, 0, 1, 2, 'air_handler', 'N+2', 14, 250.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 6, 0, NULL, NULL, 0, 'switchgear', '2N', 2, 0.0, 20000.0, 0.95, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 7, 0, NULL, NULL, 1, 'transformer', '2N', 8, 0.0, 5000.0, 0.95, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 8, 0, NULL, NULL, 2, 'generator', 'N+1', 6, 3000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 24.0, 'building', 'half of 12 x 3,000 kW (Aju News, 2024-06-12)', 0, 'null', 'null', 0.0, 'null', 2, FALSE),
(101, 9, 0, NULL, NULL, 3, 'chiller', 'N+2', 7, 2800.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 2, 'null', 'null', 0.0, 'null', 0, TRUE),
(101, 10, 0, NULL, NULL, 4, 'pump', 'N+1', 5, 4000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 11, 1, 0, 0, 0, 'ups', '2N', 4, 1500.0, 0.0, 0.0, 0.0, 0.0, 10.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 12, 1, 0, 0, 1, 'pdu', '2N', 20, 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 13, 1, 0, 0, 2, 'air_handler', 'N+2', 14, 250.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 14, 1, NULL, NULL, 0, 'switchgear', '2N', 2, 0.0, 20000.0, 0.95, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 15, 1, NULL, NULL, 1, 'transformer', '2N', 8, 0.0, 5000.0, 0.95, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 16, 1, NULL, NULL, 2, 'generator', 'N+1', 6, 3000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 24.0, '', 'half of 12 x 3,000 kW (Aju News, 2024-06-12)', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 17, 1, NULL, NULL, 3, 'chiller', 'N+2', 7, 2800.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE),
(101, 18, 1, NULL, NULL, 4, 'pump', 'N+1', 5, 4000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 'null', 'null', 0.0, 'null', 0, FALSE);

INSERT INTO module_additions (plan_id, stage_number, position, phase, modules) VALUES
(101, 8, 0, 'building', 2);

INSERT INTO links (plan_id, position, name, from_site, to_site, km, built, source) VALUES
(101, 0, 'ansan-siheung', 'ansan', 'siheung', 12.0, '2024-12', 'road distance between the campuses, rounded');

INSERT INTO leases (plan_id, position, name, title_en, title_ko, it_kw, rack_positions, from_month, until_month, source) VALUES
(101, 0, 'pangyo', 'Pangyo (leased)', '판교(임차)', 6600.0, 1100, '2020-10', '2025-03', 'about 32,000 servers (asiae, JoongAng Daily) at 30 a rack and 6 kW a rack'),
(101, 1, 'leased-others', 'Other leased space', '기타 임차', 4200.0, 700, '2020-10', '2025-03', 'assumption: what the rest of the racks needs');

INSERT INTO redundancy_tiers (plan_id, position, name, title_en, title_ko, source, as_of, assumption, survives, continuous_cooling) VALUES
(101, 0, 'III+', 'Tier III and more', '티어 III 이상', 'the plan''s own', '2022-10', TRUE, '["capacity_component","planned"]', TRUE),
(101, 1, 'none', '', '', 'the plan''s own', '2022', FALSE, 'null', FALSE);

INSERT INTO tier_arrangements (plan_id, tier_position, position, kind, arrangement) VALUES
(101, 0, 0, 'ups', '2N'),
(101, 0, 1, 'generator', 'N+2');

INSERT INTO rack_types (plan_id, position, name, title_en, title_ko, height_u, nameplate_kw, peak_kw, average_kw, weight_kg, source, as_of, assumption) VALUES
(101, 0, 'own', 'Own rack', '', 44, 8.0, 6.5, 4.2, 900.0, 'vendor''s sheet', '2022-10', FALSE);

INSERT INTO cost_overrides (plan_id, position, code, unit_price, currency, unit, price_month, source) VALUES
(101, 0, 'power.ups', 1250000.0, 'KRW', 'kW', '2020-10', 'quotation');
